// Fly's regions, by code: place, degrees north, degrees east.
export const places = {
  ams: ["Amsterdam", 52.37, 4.9], arn: ["Stockholm", 59.65, 17.94], bom: ["Mumbai", 19.1, 72.87], cdg: ["Paris", 48.86, 2.35],
  dfw: ["Dallas", 32.78, -96.81], ewr: ["Secaucus", 40.79, -74.06], fra: ["Frankfurt", 50.12, 8.64], gru: ["São Paulo", -23.55, -46.63],
  iad: ["Ashburn", 39.02, -77.54], jnb: ["Johannesburg", -26.14, 28.24], lax: ["Los Angeles", 33.94, -118.41],
  lhr: ["London", 51.52, -0.06], nrt: ["Tokyo", 35.62, 139.75], ord: ["Chicago", 41.89, -87.64], sin: ["Singapore", 1.31, 103.85],
  sjc: ["San Jose", 37.35, -121.96], syd: ["Sydney", -33.87, 151.1], yyz: ["Toronto", 43.65, -79.36],
};
