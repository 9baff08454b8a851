// Numbers, durations and times as text.

export function duration(seconds) {
  if (seconds < 0.0995) return "0 s";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** How long ago something was, in one unit. */
export function ago(at) {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} d ago`;
}

export const clock = at => new Date(at).toISOString().slice(11, 19);

export const milliseconds = seconds => seconds < 1 ? `${Math.round(seconds * 1000)} ms` : duration(seconds);

export const rate = perSecond => `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;

export const usd = amount => `$${Math.round(amount).toLocaleString("en-US")}`;

export const count = (number, one, many) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
