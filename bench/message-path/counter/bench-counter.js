/** Counts messages and reports the count to the benchmark over a socket. */
const { connect } = require('node:net');

const REPORT_EVERY = 100;

module.exports = (RED) => {
  function BenchCounter(config) {
    RED.nodes.createNode(this, config);
    const socket = connect(Number(process.env.BENCH_PORT), '127.0.0.1');
    let count = 0;
    const report = () => socket.write(`${count}\n`);
    socket.on('connect', report);
    this.on('input', (message, send, done) => {
      count++;
      if (count % REPORT_EVERY === 0) report();
      send(message);
      done();
    });
    const timer = setInterval(report, 100);
    this.on('close', (done) => {
      clearInterval(timer);
      socket.end(done);
    });
  }
  RED.nodes.registerType('bench-counter', BenchCounter);
};
