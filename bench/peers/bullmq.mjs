// What BullMQ does of what retally's schedule does: one delayed job a target, by its deduplication.
//
//   node bullmq.mjs SOCKET     prints one line of JSON
import { Queue, Worker } from 'bullmq';
import Redis from 'ioredis';

const path = process.argv[2];
const connection = () => new Redis({ path, maxRetriesPerRequest: null });
const TARGETS = 30_000;
const IN_FLIGHT = 1_000;

// Calls work(i) for 0 to count - 1, so many of them under way at once; returns how many a second.
async function rate(count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (1000 * count) / (performance.now() - start);
}

const touch = (queue, target, delay) => queue.add('update', {}, {
  delay, deduplication: { id: target }, removeOnComplete: true,
});

async function usedMemory(redis) {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))[1]);
}

async function touches(redis) {
  const queue = new Queue('touches', { connection: connection() });
  const before = await usedMemory(redis);
  const fresh = await rate(TARGETS, (i) => touch(queue, `project:${i}`, 900_000));
  const bytes = ((await usedMemory(redis)) - before) / TARGETS;
  const merged = await rate(TARGETS, (i) => touch(queue, `project:${i}`, 900_000));
  await queue.close();
  return { new: fresh, merged, bytes };
}

async function runs() {
  const queue = new Queue('runs', { connection: connection() });
  await rate(TARGETS, (i) => touch(queue, `project:${i}`, 0));
  let done = 0;
  const start = performance.now();
  await new Promise((resolve) => {
    const worker = new Worker('runs', async () => {
      done += 1;
      if (done === TARGETS) resolve(worker);
    }, { connection: connection(), concurrency: IN_FLIGHT });
  }).then((worker) => worker.close(true));
  await queue.close();
  return (1000 * TARGETS) / (performance.now() - start);
}

// Start minus due of 5,000 jobs that fall due one a millisecond.
async function lateness() {
  const count = 5_000;
  const queue = new Queue('late', { connection: connection() });
  const late = [];
  let finished;
  const all = new Promise((resolve) => { finished = resolve; });
  const worker = new Worker('late', async (job) => {
    late.push(Date.now() - (job.timestamp + job.opts.delay));
    if (late.length === count) finished();
  }, { connection: connection(), concurrency: 2 });
  const start = performance.now();
  const added = [];
  for (let i = 0; i < count; i += 1) {
    while (performance.now() < start + i) await new Promise(setImmediate);
    added.push(touch(queue, `project:${i}`, 500));
  }
  await Promise.all(added);
  await all;
  await worker.close();
  await queue.close();
  late.sort((a, b) => a - b);
  const at = (share) => late[Math.floor(share * (count - 1))];
  return { min: at(0), p50: at(0.5), p99: at(0.99), max: at(1) };
}

const redis = connection();
await redis.flushall();
const touched = await touches(redis);
await redis.flushall();
const run = await runs();
await redis.flushall();
console.log(JSON.stringify({ ...touched, runs: run, late_ms: await lateness() }));
process.exit(0);  // BullMQ leaves connections open that it did not make
