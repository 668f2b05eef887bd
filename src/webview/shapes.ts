/**
 * The shapes of statuses, by the ids that the tree's icons have: lines in a square of 16, one shape a status, so that
 * nobody has to tell colours apart. Our own drawings: the editor's icon font cannot go into an exported file.
 */
const RING = 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z';
const TICK = 'M4.8 8.3l2.2 2.2l4.2-4.8';
const PERSON = 'M8 2a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2zM3 14c0-3.2 2.2-5 5-5s5 1.8 5 5';

export interface Shape {
  /** Drawn as lines. */
  readonly lines: string;
  /** Filled, under the lines. */
  readonly filled?: string;
  /** Drawn over what is filled, in the colour of the ground. */
  readonly cut?: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'circle-large-outline': { lines: RING },
  'circle-slash': { lines: `${RING}M3.5 3.5l9 9` },
  sync: { lines: 'M2 8a6 6 0 0 1 10.6-3.9M14 8a6 6 0 0 1-10.6 3.9M12.8 1.2v3.2h-3.2M3.2 14.8v-3.2h3.2' },
  'bell-dot': {
    lines: 'M2.5 12h11c-1.6-1.4-1.7-3-1.7-5a3.8 3.8 0 0 0-7.6 0c0 2-.1 3.6-1.7 5zM6.5 14.3h3',
    filled: 'M12.5 1a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5z',
  },
  'debug-disconnect': {
    lines: 'M6.5 4.5L9 2a3.5 3.5 0 0 1 5 5l-2.5 2.5M9.5 11.5L7 14a3.5 3.5 0 0 1-5-5l2.5-2.5M2 2l12 12',
  },
  'stop-circle': { lines: RING, filled: 'M5.5 5.5h5v5h-5z' },
  error: { lines: `${RING}M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4` },
  eye: {
    lines: 'M1 8c1.8-3 4.2-4.5 7-4.5S13.2 5 15 8c-1.8 3-4.2 4.5-7 4.5S2.8 11 1 8z',
    filled: 'M8 5.8a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 1 1 0-4.4z',
  },
  pass: { lines: `${RING}${TICK}` },
  'pass-filled': { lines: RING, filled: RING, cut: TICK },
  'color-mode': { lines: RING, filled: 'M8 1.5a6.5 6.5 0 1 1 0 13z' },
  warning: { lines: 'M8 1.8l6.8 12.2H1.2zM8 6v4M8 11.6v.9' },
  'debug-step-over': {
    lines: 'M2 7.5c1-4 9-5.5 11.5-.5M14 3v4.2H9.8',
    filled: 'M8 10.5a2 2 0 1 1 0 4a2 2 0 1 1 0-4z',
  },
  question: { lines: `${RING}M5.9 6.2c0-2.9 4.3-2.7 4.3 0c0 1.5-2.2 1.6-2.2 3.2M8 11.1v.9` },
  dash: { lines: 'M2.5 8h11' },
  lightbulb: {
    lines: 'M6 11.5c0-1.7-2.3-2.7-2.3-5.4a4.3 4.3 0 0 1 8.6 0c0 2.7-2.3 3.7-2.3 5.4zM6.3 14.2h3.4',
  },
  checklist: {
    lines:
      'M7.5 4h7M7.5 8h7M7.5 12h7M1.5 3.8l1.4 1.4l2.4-2.8M1.5 7.8l1.4 1.4l2.4-2.8M1.5 11.8l1.4 1.4l2.4-2.8',
  },
  'play-circle': { lines: RING, filled: 'M6.3 4.8l5 3.2l-5 3.2z' },
  person: { lines: PERSON },
  watch: { lines: `${RING}M8 4.3v4l2.8 1.7` },
  layers: { lines: 'M8 1.8l6.5 3.4L8 8.6L1.5 5.2zM1.5 8.2L8 11.6l6.5-3.4M1.5 11L8 14.4l6.5-3.4' },
};

const OTHER: Shape = { lines: 'M8 2l6 6l-6 6l-6-6z' };

export function shapeOf(id: string): Shape {
  return SHAPES[id] ?? OTHER;
}
