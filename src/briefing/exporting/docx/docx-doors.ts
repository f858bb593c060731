import type { OutlineDoors } from '../../briefing-doors.js';

export type DocxDoors = Pick<OutlineDoors, 'layout' | 'texts' | 'today'>;
