/** A scanner on USB or Bluetooth is a keyboard that types fast and ends with Enter; no field needs the focus. */
import { useEffect, useRef } from 'react'

/** Scanners need 2 to 30 ms a sign, a busy tablet may hold one back; after a longer pause another code begins. */
const PAUSE_MS = 500
const SHORTEST = 4

/** With a Chinese input method on, the key is not told (“Process”), only where it lies. */
const signOf = ({ key, code }: KeyboardEvent): string | undefined => {
  if (key.length === 1) return key
  if (key !== 'Process' && key !== 'Unidentified') return undefined
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? /^Key([A-Z])$/.exec(code)?.[1] ?? (code === 'Minus' ? '-' : undefined)
}

/** Calls with each code that was scanned anywhere on the page. */
export const useScanner = (scanned: (code: string) => void): void => {
  const latest = useRef(scanned)
  useEffect(() => {
    latest.current = scanned
  }, [scanned])
  useEffect(() => {
    let typed = ''
    let last = 0
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.timeStamp - last > PAUSE_MS) typed = ''
      last = event.timeStamp
      if (event.key === 'Enter') {
        const code = typed
        typed = ''
        if (code.length < SHORTEST) return
        // Else the button that was touched last would be pressed.
        event.preventDefault()
        event.stopPropagation()
        latest.current(code)
        return
      }
      const sign = signOf(event)
      if (sign !== undefined) typed += sign
    }
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [])
}
