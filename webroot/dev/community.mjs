import { existsSync, readFileSync } from 'node:fs';
import { at, devPlan } from './plan.mjs';

/** Made-up people for the mock server. The server's own demo community is another and larger one. */
let counter = 0;
export const uuid = (kind = 0) =>
  `0199${String(kind).padStart(4, '0')}-0000-7000-8000-${String(++counter).padStart(12, '0')}`;

const DEMO_PLAN = new URL('../../server/app/src/main/resources/demo/plan.geojson', import.meta.url);

export const street = { id: uuid(1), name: '安宁街道', level: 'STREET' };
export const communities = ['武康社区', '新华社区'].map((name) => ({
  id: uuid(1),
  name,
  level: 'COMMUNITY',
  parent: street.id,
  buildings: Array.from({ length: 16 }, (_, n) => ({ id: uuid(2), name: `${n + 1}号楼` })),
}));
export const plan = buildPlan();

function buildPlan() {
  const own = devPlan(communities);
  if (!existsSync(DEMO_PLAN) || process.env.ANLING_DEV_PLAN === 'own') return own;
  const demo = JSON.parse(readFileSync(DEMO_PLAN, 'utf8'));
  const drawn = demo.features.filter((f) => f.properties.kind === 'community').map((f) => f.properties);
  communities.forEach((community, index) => {
    const buildings = demo.features.filter(
      (f) => f.properties.kind === 'building' && f.properties.community === drawn[index]?.id,
    );
    if (buildings.length === 0) return;
    community.id = drawn[index].id;
    community.name = drawn[index].name;
    community.buildings = buildings.map((f) => ({
      id: f.properties.id,
      name: f.properties.name,
      point: middle(f.geometry.coordinates.flat(Infinity)),
    }));
  });
  return demo;
}

function middle(flat) {
  const lons = flat.filter((_, i) => i % 2 === 0);
  const lats = flat.filter((_, i) => i % 2 === 1);
  const mid = (all) => (Math.min(...all) + Math.max(...all)) / 2;
  return [mid(lons), mid(lats)];
}

const NAMES =
  '王秀兰 李国强 张桂英 刘建华 陈淑珍 杨德福 赵玉梅 黄志明 周凤英 吴长生 徐桂兰 孙福来 胡月英 朱永年 高素芬 林宝山 何秋菊 郭振国 马兰芝 罗庆生'.split(
    ' ',
  );
const CONDITIONS = [
  ['高血压', '冠心病（2019 年支架两枚）', '骨质疏松'],
  ['2 型糖尿病', '慢性肾病 3 期'],
  ['慢阻肺', '房颤'],
  ['轻度认知障碍', '高血压'],
];
const MEDICATIONS = [
  ['阿司匹林 100mg 每日', '氨氯地平 5mg 每日', '阿托伐他汀 20mg 睡前'],
  ['二甲双胍 0.5g 每日两次', '缬沙坦 80mg 每日'],
  ['利伐沙班 15mg 每日', '噻托溴铵吸入'],
  ['多奈哌齐 5mg 睡前'],
];
const LIVING = [
  '独居，女儿住同城',
  '与老伴同住，老伴行动不便',
  '独居，儿子在外地',
  '与儿子一家同住，白天一人在家',
];

export const residents = NAMES.map((name, index) => {
  const community = communities[index % 2];
  const building = community.buildings[(index * 5 + 2) % community.buildings.length];
  const [lon, lat] = building.point;
  const floor = 1 + (index % 6);
  return {
    id: uuid(3),
    name,
    sex: index % 2 === 0 ? 'F' : 'M',
    age: 72 + ((index * 7) % 23),
    community,
    building,
    unit: `${1 + (index % 3)}单元`,
    floor,
    room: `${floor}0${1 + (index % 2)}`,
    lat,
    lon,
    keyBox: index % 3 === 0 ? '门右侧密码盒，码 4471' : index % 3 === 1 ? '3 楼邻居赵师傅有备用钥匙' : null,
    conditions: CONDITIONS[index % 4],
    medications: MEDICATIONS[index % 4],
    allergies: index % 3 === 0 ? ['青霉素', '海鲜'] : [],
    living: LIVING[index % 4],
    livesAlone: index % 2 === 0,
    watch: uuid(4),
    vitalsDevice: uuid(4),
  };
});

export const responders = [
  ['王慧', 'DOCTOR'],
  ['陈立', 'DOCTOR'],
  ...['赵强', '孙丽', '周海', '吴芳', '郑军', '冯敏', '蒋涛', '沈洁', '韩冰', '杨帆'].map((name) => [
    name,
    'VOLUNTEER',
  ]),
  ['老李（物业）', 'STAFF'],
  ['小马（物业）', 'STAFF'],
].map(([name, role], index) => {
  const [lon, lat] = at(40 + ((index * 137) % 760), 20 + ((index * 89) % 360));
  return {
    id: uuid(5),
    name,
    role,
    onDuty: index !== 9,
    busy: false,
    lat: role === 'DOCTOR' ? null : lat,
    lon: role === 'DOCTOR' ? null : lon,
    community: communities[index % 2].id,
    positionAt: new Date().toISOString(),
    skills: [],
    version: 1,
  };
});

/** Everybody near the buildings, whichever plan is drawn. */
for (const [index, responder] of responders.entries()) {
  if (responder.lat === null) continue;
  const community = communities[index % 2];
  const [lon, lat] = community.buildings[(index * 3) % community.buildings.length].point;
  responder.lon = lon + 0.0004 * Math.sin(index * 2.3);
  responder.lat = lat + 0.00035 * Math.cos(index * 1.7);
}
