type Encoding = 'utf8' | 'base64';

/** A body for reading: JSON in lines, everything else as it is. */
export function textOf(body: string, encoding: Encoding): string {
  const text = encoding === 'utf8' ? body : new TextDecoder().decode(bytesOf(body, encoding));
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const PER_LINE = 16;

/** `00000000  7b 22 6f …  |{"o…|`, sixteen bytes a line. */
export function hexOf(body: string, encoding: Encoding): string {
  const bytes = bytesOf(body, encoding);
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += PER_LINE) {
    const part = [...bytes.subarray(from, from + PER_LINE)];
    const hex = part.map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${from.toString(16).padStart(8, '0')}  ${hex.padEnd(PER_LINE * 3 - 1)}  |${text}|`);
  }
  return lines.join('\n');
}

function bytesOf(body: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(body);
  return Uint8Array.from(atob(body), character => character.charCodeAt(0));
}
