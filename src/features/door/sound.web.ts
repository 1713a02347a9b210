/** Two sounds that differ without being looked at: rising for “you are in”, low and double for “please look”. */

const muted_under = 'hengai.door.muted'

let audio: AudioContext | undefined

export const isMuted = (): boolean => localStorage.getItem(muted_under) === '1'

export const mute = (muted: boolean): void => localStorage.setItem(muted_under, muted ? '1' : '0')

/** Browsers let a page sound only after it was touched. */
export const wakeSound = (): void => {
  if (!('AudioContext' in globalThis)) return
  audio ??= new AudioContext()
  void audio.resume().catch(() => undefined)
}

/** Hertz and seconds, one after the other. */
const tones = {
  good: [
    [660, 0.1],
    [990, 0.18],
  ],
  attention: [
    [330, 0.22],
    [0, 0.08],
    [330, 0.3],
  ],
} as const

export const sound = (which: keyof typeof tones): void => {
  if (!audio || isMuted()) return
  let at = audio.currentTime
  for (const [hertz, seconds] of tones[which]) {
    if (hertz > 0) {
      const [tone, loud] = [audio.createOscillator(), audio.createGain()]
      tone.frequency.value = hertz
      loud.gain.setValueAtTime(0.35, at)
      loud.gain.exponentialRampToValueAtTime(0.01, at + seconds)
      tone.connect(loud).connect(audio.destination)
      tone.start(at)
      tone.stop(at + seconds)
    }
    at += seconds
  }
}
