/**
 * The script of pages with bars: a click on a button plays its bar twice, with drums made by Web Audio on the spot, and shows where it is.
 * It is a constant, so that the page's security policy can name it by its hash and allow no other.
 */
export const playerScript = `
'use strict';
(() => {
  const BPM = 100, TIMES = 2;
  let context, playing;
  const noise = () => {
    const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const data = buffer.getChannelData(0);
    for (let i = 0; i < data.length; i++) data[i] = 2 * Math.random() - 1;
    return buffer;
  };
  const envelope = (out, at, level, seconds) => {
    const gain = context.createGain();
    gain.gain.setValueAtTime(level, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    gain.connect(out);
    return gain;
  };
  const tone = (out, at, level, { from, to, seconds, type = 'sine' }) => {
    const oscillator = context.createOscillator();
    oscillator.type = type;
    oscillator.frequency.setValueAtTime(from, at);
    oscillator.frequency.exponentialRampToValueAtTime(to, at + seconds);
    oscillator.connect(envelope(out, at, level, seconds));
    oscillator.start(at);
    oscillator.stop(at + seconds);
  };
  const hiss = (out, at, level, { filter, frequency, seconds }) => {
    const source = context.createBufferSource();
    source.buffer = out.noise;
    const pass = context.createBiquadFilter();
    pass.type = filter;
    pass.frequency.value = frequency;
    source.connect(pass).connect(envelope(out, at, level, seconds));
    source.start(at, Math.random() * 0.2);
    source.stop(at + Math.min(seconds, 0.75));
  };
  const sounds = {
    kick: (out, at, v) => tone(out, at, v, { from: 150, to: 45, seconds: 0.28 }),
    snare: (out, at, v) => {
      tone(out, at, 0.5 * v, { from: 220, to: 140, seconds: 0.12, type: 'triangle' });
      hiss(out, at, 0.6 * v, { filter: 'highpass', frequency: 1500, seconds: 0.18 });
    },
    'closed hat': (out, at, v) => hiss(out, at, 0.35 * v, { filter: 'highpass', frequency: 8000, seconds: 0.05 }),
    'open hat': (out, at, v) => hiss(out, at, 0.35 * v, { filter: 'highpass', frequency: 7000, seconds: 0.3 }),
    'low tom': (out, at, v) => tone(out, at, 0.8 * v, { from: 130, to: 80, seconds: 0.3 }),
    'high tom': (out, at, v) => tone(out, at, 0.8 * v, { from: 220, to: 140, seconds: 0.25 }),
    crash: (out, at, v) => hiss(out, at, 0.45 * v, { filter: 'highpass', frequency: 4500, seconds: 0.75 }),
    ride: (out, at, v) => {
      hiss(out, at, 0.16 * v, { filter: 'highpass', frequency: 9000, seconds: 0.25 });
      tone(out, at, 0.07 * v, { from: 3100, to: 3000, seconds: 0.3, type: 'square' });
    },
    clap: (out, at, v) => [0, 0.012, 0.024].forEach((late) => hiss(out, at + late, 0.5 * v, { filter: 'bandpass', frequency: 1300, seconds: 0.1 })),
  };
  const stop = () => {
    if (!playing) return;
    cancelAnimationFrame(playing.frame);
    playing.out.disconnect();
    playing.button.removeAttribute('aria-pressed');
    playing.figure.classList.remove('playing');
    playing = undefined;
  };
  const play = (button) => {
    context ??= new AudioContext();
    context.resume();
    const out = context.createGain();
    out.gain.value = 0.7;
    out.noise = noise();
    out.connect(context.destination);
    const names = button.closest('[data-instruments]').dataset.instruments.split(',');
    const cells = button.dataset.bar;
    const steps = cells.length / names.length;
    const step = 60 / BPM / 4;
    const begin = context.currentTime + 0.06;
    for (let i = 0; i < TIMES * cells.length; i++) {
      const velocity = parseInt(cells[i % cells.length], 16) / 15;
      const at = begin + Math.floor(i / names.length) * step;
      if (velocity > 0) (sounds[names[i % names.length]] ?? sounds.clap)(out, at, velocity);
    }
    const figure = button.closest('figure');
    const head = figure.querySelector('.playhead');
    const width = Number(head.dataset.cell);
    figure.classList.add('playing');
    button.setAttribute('aria-pressed', 'true');
    const follow = () => {
      const now = Math.floor((context.currentTime - begin) / step);
      if (now >= TIMES * steps) return stop();
      head.style.transform = 'translate(' + width * Math.max(0, now % steps) + 'px,0)';
      playing.frame = requestAnimationFrame(follow);
    };
    playing = { button, figure, out, frame: requestAnimationFrame(follow) };
  };
  addEventListener('click', (event) => {
    const button = event.target.closest?.('button[data-bar]');
    if (!button) return;
    const again = playing?.button === button;
    stop();
    if (!again) play(button);
  });
})();
`;

/** The script's SHA-256 for the page's policy; a test recomputes it. */
export const playerHash = 'sha256-rlRsEPmSjOcoQXtvFbg8gYkXHEzC6W4ZpA1mwA0u7us=';
