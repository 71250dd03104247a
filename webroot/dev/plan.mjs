/** A plan to draw while no server is there: two communities of rows of houses around a green, a road between them. */
const ORIGIN = { lat: 34.76, lon: 113.75 };
const METERS_PER_DEGREE = { lat: 111_195, lon: 111_195 * Math.cos((ORIGIN.lat * Math.PI) / 180) };

export const at = (x, y) => [
  +(ORIGIN.lon + x / METERS_PER_DEGREE.lon).toFixed(7),
  +(ORIGIN.lat + y / METERS_PER_DEGREE.lat).toFixed(7),
];

const box = (x, y, w, h) => [[at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)]];
const feature = (properties, type, coordinates) => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});

export function devPlan(communities) {
  const features = [];
  communities.forEach((community, index) => {
    const left = index * 430;
    features.push(
      feature(
        { kind: 'green', id: `g${index}`, name: '中心花园', community: community.id },
        'Polygon',
        box(left + 130, 170, 120, 60),
      ),
    );
    if (index === 0)
      features.push(
        feature(
          { kind: 'water', id: 'w0', name: '', community: community.id },
          'Polygon',
          box(150, 185, 40, 25),
        ),
      );
    community.buildings.forEach((building, n) => {
      const column = n % 4;
      const row = Math.floor(n / 4);
      const y = 20 + row * 75 + (row > 1 ? 100 : 0);
      features.push(
        feature(
          { kind: 'building', id: building.id, name: building.name, community: community.id, floors: 6 },
          'Polygon',
          box(left + 20 + column * 92, y, 68, 18),
        ),
      );
      building.point = at(left + 20 + column * 92 + 34, y + 9);
    });
    const lines = [
      [at(left, 0), at(left + 390, 0), at(left + 390, 400), at(left, 400), at(left, 0)],
      [at(left, 155), at(left + 390, 155)],
      [at(left, 245), at(left + 390, 245)],
      [at(left + 190, 0), at(left + 190, 155)],
      [at(left + 190, 245), at(left + 190, 400)],
    ];
    for (const [i, line] of lines.entries())
      features.push(
        feature({ kind: 'road', id: `r${index}${i}`, name: '', community: community.id }, 'LineString', line),
      );
    features.push(
      feature(
        { kind: 'gate', id: `gate${index}`, name: '东门', community: community.id },
        'Point',
        at(left + 390, 200),
      ),
    );
    features.push(
      feature(
        { kind: 'place', id: `p${index}`, name: community.name, community: community.id },
        'Point',
        at(left + 190, 200),
      ),
    );
  });
  features.push(
    feature({ kind: 'road', id: 'main', name: '安宁路', community: '' }, 'LineString', [
      at(-60, -40),
      at(900, -40),
    ]),
  );
  features.push(
    feature({ kind: 'road', id: 'cross', name: '和平街', community: '' }, 'LineString', [
      at(410, -80),
      at(410, 460),
    ]),
  );
  return { type: 'FeatureCollection', features };
}
