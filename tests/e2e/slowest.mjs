// A reporter for `node --test`: the tests that took longest.

const SHOWN = 10;

export default async function* slowest(events) {
  const took = [];
  for await (const { type, data } of events) {
    const isTest = (type === "test:pass" || type === "test:fail") && data.details.type !== "suite";
    if (isTest) took.push([data.details.duration_ms, data.name]);
  }
  took.sort((a, b) => b[0] - a[0]);
  yield "slowest:\n";
  for (const [ms, name] of took.slice(0, SHOWN)) yield `  ${(ms / 1000).toFixed(1)} s  ${name}\n`;
}
