import { findWireSeconds, timingOfTemplate } from '../../lib/delivery/analysis-timing';
import { template } from './releases';

const NEVER = Number.POSITIVE_INFINITY;

test.each([
  ['once', {}, 0, 0],
  ['once, later', { initialDelay: '1m' }, 60, 60],
  ['a number of times', { interval: '30s', count: 3 }, 0, 60],
  ['with failures', { interval: '30s', count: 5, failureLimit: 2 }, 60, 120],
  ['with failures as text', { interval: '30s', count: '5', failureLimit: '2' }, 60, 120],
  ['on and on', { initialDelay: '5s', interval: '1m', failureLimit: 1 }, 65, NEVER],
  ['without ever failing', { interval: '1m', count: 2, failureLimit: -1 }, NEVER, 60],
  ['too few times to fail', { interval: '1m', count: 2, failureLimit: 2 }, NEVER, 60],
])('a metric is measured %s', (_, metric, firstVerdict, end) => {
  expect(timingOfTemplate(template('a', metric))).toEqual({ firstVerdict, end });
});

test.each([
  [60, 60],
  ['60', 60],
  ['60s', 60],
  ['1h30m', 5400],
  ['1.5m', 90],
  ['500ms', 0.5],
  ['', undefined],
  ['1d', undefined],
  ['{{args.interval}}', undefined],
  [undefined, undefined],
])('%j are %s seconds', (duration, seconds) => {
  expect(findWireSeconds(duration)).toBe(seconds);
});
