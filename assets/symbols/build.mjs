// Makes the unit symbols: npm install && node build.mjs. The output is checked in; the game's build does not need Node.
//
// One SVG for each frame (police rectangle, kfor square, irregulars diamond) and symbol, in two strengths of stroke: small
// for plates on the map, large for plates near by and on cards. Only the icon, in white: plates, frames, letters and ink are
// the program's. All share the view box 0 0 200 200 with the frame's middle at (100, 100).
import fs from 'node:fs';
import path from 'node:path';
import ms from 'milsymbol';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

// Symbol id -> symbol set and entity of APP-6 D, and how much a small icon grows about the middle.
const symbols = {
  patrol: ['10', '200000', 1.9], qrf: ['10', '121104'], marks: ['10', '121500', 1.25], acar: ['10', '120500'],
  jav: ['10', '120400'], eng: ['10', '140700'], plt: ['10', '121102'], cmdo: ['10', '121100'], cell: ['10', '121100'],
  at: ['10', '120400'], mortar: ['10', '130800', 1.5], hmg: ['15', '110203', 1.15], agl: ['15', '110303', 1.15],
  jeep: ['15', '140600'], exc: ['15', '140900'], look: ['10', '121300'],
};
// Icons of our own, drawn in the same box: each gets the width of the stroke.
const own = {
  drone: (stroke) => '<path d="M78,84L122,116M122,84L78,116" stroke-width="' + stroke + '" stroke="rgb(255,255,255)" fill="none" ></path>' +
    '<path d="M86,90H114V110H86Z" stroke="none" fill="rgb(255,255,255)" ></path>' +
    [[71, 79], [129, 79], [71, 121], [129, 121]].map(([x, y]) =>
      `<circle cx="${x}" cy="${y}" r="12" stroke-width="${stroke * 0.75}" stroke="rgb(255,255,255)" fill="none" ></circle>`).join(''),
};
// Standard identity: assumed friend, neutral, hostile; the frames of our three sides.
const frames = { police: '3', kfor: '4', irregulars: '6' };
const strokes = { small: 8, large: 4.5 };

function write(folder, frame, id, icon) {
  fs.writeFileSync(path.join(folder, `${frame}-${id}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200">${icon}</svg>\n`);
}

for (const [strength, width] of Object.entries(strokes)) {
  const folder = path.join(here, strength);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [id, [set, entity, grow = 1]] of Object.entries(symbols)) {
    for (const [frame, identity] of Object.entries(frames)) {
      const symbol = new ms.Symbol(`100${identity}${set}0000${entity}0000`,
        { size: 100, monoColor: 'rgb(255,255,255)', fill: false, infoFields: false, square: true });
      const svg = symbol.asSVG();
      // The first path is the frame: the program draws it.
      const icon = svg.slice(svg.indexOf('</path>') + 7, svg.lastIndexOf('</svg>'))
        .replaceAll('stroke-width="3"', `stroke-width="${width / grow}"`);
      const turned = grow === 1 ? icon
        : `<g transform="translate(100 100) scale(${grow}) translate(-100 -100)">${icon}</g>`;
      write(folder, frame, id, turned);
    }
  }
  for (const [id, draw] of Object.entries(own))
    for (const frame of Object.keys(frames))
      write(folder, frame, id, draw(width));
}
