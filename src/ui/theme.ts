/** antd dressed in our tokens: flat, hairlines instead of shadows, one green, 32 px controls (48 px with big text or on a phone). */
import type { ThemeConfig } from 'antd'
import { coloursOf, fonts, motion_ms, radius, scaleOf } from './tokens.ts'
import type { Surface } from './tokens.ts'

const quiet = { boxShadow: 'none', primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' }

/** `phone`: controls grow to 48 px, the least a thumb hits surely while walking (look.md). `still`: nothing moves. */
export const themeOf = (surface: Surface, phone: boolean, still = false): ThemeConfig => {
  const colour = coloursOf(surface)
  const scale = scaleOf(surface)
  const roomy = phone || surface === 'big'
  return {
    token: {
      colorPrimary: colour.primary,
      colorLink: colour.primary,
      colorLinkHover: colour.primary_deep,
      colorSuccess: colour.good,
      colorWarning: colour.accent,
      colorError: colour.danger,
      colorInfo: colour.primary,
      // antd makes these by mixing, and mixes our green to grey
      colorInfoBg: colour.primary_soft,
      colorInfoBorder: colour.line_strong,
      colorPrimaryBg: colour.primary_soft,
      colorText: colour.text,
      colorTextSecondary: colour.text_quiet,
      colorTextDescription: colour.text_quiet,
      colorTextTertiary: colour.text_quiet,
      colorTextPlaceholder: colour.text_quiet,
      // antd's own disabled grey has 1.8:1; days of the neighbouring month must stay readable
      colorTextDisabled: surface === 'wall' ? colour.text_quiet : '#6F7672',
      colorBgBase: colour.surface,
      colorBgLayout: colour.ground,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.surface,
      colorBorder: colour.line_strong,
      colorBorderSecondary: colour.line,
      colorSplit: colour.line,
      colorTextLightSolid: colour.on_primary,
      fontFamily: fonts.text,
      fontFamilyCode: fonts.code,
      fontSize: phone ? Math.max(16, scale.base) : scale.base,
      fontSizeSM: scale.xs,
      fontWeightStrong: 600,
      borderRadius: radius,
      borderRadiusLG: radius,
      borderRadiusSM: radius - 2,
      controlHeight: roomy ? 48 : 32,
      controlHeightSM: roomy ? 40 : 28,
      controlHeightLG: roomy ? 52 : 40,
      motion: !still,
      motionDurationFast: `${motion_ms * 0.75}ms`,
      motionDurationMid: `${motion_ms}ms`,
      motionDurationSlow: `${motion_ms * 1.25}ms`,
      boxShadow: '0 8px 28px rgba(31, 36, 33, 0.14)',
      boxShadowSecondary: '0 8px 28px rgba(31, 36, 33, 0.14)',
      wireframe: false,
    },
    components: {
      Button: { ...quiet, fontWeight: 400, contentFontSize: phone ? 16 : scale.base },
      Form: { labelColor: colour.text, itemMarginBottom: 20, verticalLabelPadding: '0 0 4px' },
      Drawer: { paddingLG: phone ? 16 : 24 },
      Modal: { titleFontSize: scale.lg },
      Select: { optionSelectedBg: colour.primary_soft, optionSelectedColor: colour.text },
      Tooltip: { colorBgSpotlight: colour.text },
      Pagination: { itemActiveBg: colour.primary_soft },
    },
  }
}
