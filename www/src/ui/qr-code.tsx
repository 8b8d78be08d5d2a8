import { encodeQR } from 'qr';

interface Props {
  text: string;
  /** What it is for, for those who cannot see it. */
  label: string;
}

/** Dark modules on white in both themes, as cameras expect it, with the margin that the standard asks for. */
export function QrCode({ text, label }: Props) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const size = rows.length;
  // One path of squares: a rectangle each would leave hairlines between them.
  const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={squares} fill="#000" />
    </svg>
  );
}
