import type { Theme } from '@/stores/preferences';

/** The plan's own colours: quiet enough that the only bright thing on the map is an incident. */
export interface Palette {
  readonly ground: string;
  readonly communityEdge: string;
  readonly green: string;
  readonly water: string;
  readonly road: string;
  readonly roadEdge: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly label: string;
  readonly labelHalo: string;
  readonly place: string;
  /** A defibrillator on the wall: what a first hand may have to fetch. */
  readonly aed: string;
  readonly doctor: string;
  readonly hand: string;
  readonly personInk: string;
  readonly device: string;
  /** A device that has not been heard as it should. */
  readonly unwell: string;
  readonly night: boolean;
}

export const PALETTES: Record<Theme, Palette> = {
  night: {
    ground: '#0f1720',
    communityEdge: '#3d5064',
    green: '#12231c',
    water: '#10283a',
    road: '#253240',
    roadEdge: '#1a2430',
    building: '#2b3a4a',
    buildingEdge: '#45586c',
    label: '#c3d0dc',
    labelHalo: '#0e151d',
    place: '#93a5b6',
    aed: '#4fd1c5',
    doctor: '#6fd0f5',
    hand: '#b9a3ff',
    personInk: '#0c141c',
    device: '#ffffff',
    unwell: '#ffb454',
    night: true,
  },
  day: {
    ground: '#eef2f5',
    communityEdge: '#9aabbc',
    green: '#dcebdc',
    water: '#cfe3f2',
    road: '#ffffff',
    roadEdge: '#cfd8e1',
    building: '#d3dbe4',
    buildingEdge: '#a6b4c2',
    label: '#2b3a49',
    labelHalo: '#f6f8fa',
    place: '#54677a',
    aed: '#0b6f69',
    doctor: '#046f97',
    hand: '#5f3fc4',
    personInk: '#ffffff',
    device: '#13202d',
    unwell: '#8d5200',
    night: false,
  },
};
