/**
 * The look, once: every colour, size and rhythm. `theme.ts` hands these to antd, `paintTokens` to the style sheets (as `--name`),
 * `chart.tsx` to the charts. Contrast on its ground is at least 4.5:1 for text (WCAG 2.2, 1.4.3).
 */

export type Surface = 'office' | 'big' | 'wall'

const light = {
  ground: '#FAF8F5',
  surface: '#FFFFFF',
  sunken: '#F4F0EA',
  line: '#E7E2DA',
  line_strong: '#8C857A',
  text: '#1F2421',
  text_quiet: '#5B635E',
  primary: '#1F6F5C',
  primary_deep: '#155244',
  primary_soft: '#E6F0EC',
  on_primary: '#FFFFFF',
  accent: '#AD4E1C',
  accent_soft: '#FBEEE4',
  danger: '#B42318',
  danger_soft: '#FCEBE9',
  good: '#2E7D32',
  good_soft: '#E9F3E9',
}

export type Colours = typeof light

/** Night duty and the wall: the same names on a dark green-black ground. */
const dark: Colours = {
  ground: '#101614',
  surface: '#18201D',
  sunken: '#131A17',
  line: '#2C3733',
  line_strong: '#7D8983',
  text: '#F1EFEA',
  text_quiet: '#A9B4AE',
  primary: '#6CC2AA',
  primary_deep: '#8FD5C1',
  primary_soft: '#1E342D',
  on_primary: '#0C1512',
  accent: '#F0A36C',
  accent_soft: '#3A2719',
  danger: '#F28B82',
  danger_soft: '#3B1F1C',
  good: '#81C784',
  good_soft: '#1D3020',
}

export const coloursOf = (surface: Surface): Colours => (surface === 'wall' ? dark : light)

/** Type scale 12 14 16 20 24 30 40 in px; `big` is one and a half steps up, for tired eyes and elder staff. */
export const scaleOf = (surface: Surface) =>
  surface === 'big'
    ? { xs: 14, base: 18, md: 20, lg: 24, xl: 28, xxl: 36, huge: 44 }
    : { xs: 12, base: 14, md: 16, lg: 20, xl: 24, xxl: 30, huge: 40 }

export const fonts = {
  text: '-apple-system, "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif',
  code: 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono CJK SC", monospace',
}

export const radius = 8
export const motion_ms = 160
/** Below this width (px) the phone layout holds: bottom tabs, cards, 48 px targets. */
export const phone_below = 768

/** Six hues that stay apart in deuteranopia, protanopia and tritanopia (after Okabe & Ito 2008, darkened to 3:1 on white). */
export const chart_hues = ['#1F6F5C', '#C4661F', '#2F6DB5', '#8A5A9E', '#A88404', '#5C6770'] as const
export const chart_last_year = '#9A9389'

/** Sets the tokens as custom properties on the document, so that style sheets and antd show the same colours. */
export const paintTokens = (surface: Surface, root: HTMLElement = document.documentElement): void => {
  for (const [name, value] of Object.entries(coloursOf(surface))) root.style.setProperty(`--${name.replaceAll('_', '-')}`, value)
  for (const [name, px] of Object.entries(scaleOf(surface))) root.style.setProperty(`--type-${name}`, `${px / 16}rem`)
  root.style.setProperty('--font-text', fonts.text)
  root.style.setProperty('--font-code', fonts.code)
  root.style.setProperty('--radius', `${radius}px`)
  root.style.setProperty('--motion', `${motion_ms}ms`)
  root.style.colorScheme = surface === 'wall' ? 'dark' : 'light'
  root.dataset['surface'] = surface
}
