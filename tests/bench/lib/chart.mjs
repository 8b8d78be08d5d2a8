// The kernels' times as a bar chart. It has a background of its own, as it is shown on light and dark pages.

const WIDTH = 860;
const LEFT = 292;
const RIGHT = 120;
const TOP = 86;
const ROW = 40;
const BAR = 22;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const COLOURS = { peer: '#94a3b8', ours: '#0d9488', native: '#6366f1' };

const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
const text = (x, y, content, attributes) => `<text x="${tenth(x)}" y="${y}" ${attributes}>${escape(content)}</text>`;
const rect = (x, y, width, height, attributes) =>
  `<rect x="${x}" y="${y}" width="${tenth(width)}" height="${height}" ${attributes}/>`;
const tenth = (number) => Math.round(number * 10) / 10;

/** Rows of { name, detail, ms, kind, label }; the scale is logarithmic, as they differ by two orders of magnitude. */
export function barChart({ title, subtitle, rows }) {
  const low = 10 ** Math.floor(Math.log10(Math.min(...rows.map(({ ms }) => ms))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...rows.map(({ ms }) => ms))));
  const span = WIDTH - LEFT - RIGHT;
  const x = (ms) => LEFT + (span * Math.log(ms / low)) / Math.log(high / low);
  const bottom = TOP + ROW * rows.length;
  const height = bottom + 44;

  const ticks = [];
  for (let ms = low; ms <= high * 1.001; ms *= 10) ticks.push(ms);
  const grid = ticks.map(
    (ms) =>
      `<path d="M${tenth(x(ms))} ${TOP - 6}V${bottom}" stroke="#e2e8f0"/>` +
      text(x(ms), bottom + 20, `${ms} ms`, 'text-anchor="middle" font-size="12" fill="#64748b"'),
  );
  const bars = rows.map(({ name, detail, ms, kind, label }, i) => {
    const middle = TOP + ROW * i + ROW / 2;
    const weight = kind === 'ours' ? ' font-weight="600"' : '';
    return [
      text(LEFT - 12, middle - 2, name, `text-anchor="end" font-size="14" fill="#0f172a"${weight}`),
      text(LEFT - 12, middle + 13, detail, 'text-anchor="end" font-size="11" fill="#64748b"'),
      rect(LEFT, middle - BAR / 2, x(ms) - LEFT, BAR, `rx="3" fill="${COLOURS[kind]}"`),
      text(x(ms) + 8, middle + 5, label, `font-size="13" fill="#0f172a"${weight}`),
    ].join('\n');
  });

  const said = escape(`${title}. ${rows.map(({ name, detail, label }) => `${name} (${detail}): ${label}`).join('; ')}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"
  font-family="${FONT}" role="img" aria-label="${said}">
${rect(0.5, 0.5, WIDTH - 1, height - 1, 'rx="10" fill="#ffffff" stroke="#cbd5e1"')}
${text(24, 36, title, 'font-size="18" font-weight="600" fill="#0f172a"')}
${text(24, 58, subtitle, 'font-size="13" fill="#475569"')}
${grid.join('\n')}
${bars.join('\n')}
</svg>
`;
}
