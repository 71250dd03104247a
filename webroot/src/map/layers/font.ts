/**
 * Without a `glyphs` address MapLibre draws every letter with the computer's own fonts: no glyph server, no request.
 */
export const FONT = [
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'WenQuanYi Micro Hei',
  'sans-serif',
];
