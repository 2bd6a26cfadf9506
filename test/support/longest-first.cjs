const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes minutes begins first, also where no run before has told how long each takes. */
const longest = [
  'register.test',
  'random.integration',
  'request-kill.test',
  'gateway.integration',
  'kafka-away.test',
  'start.test',
  'engine-kill.test',
  'page.test',
  'reclocking-kill.test',
  'kafka-consumer.test',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = longest.findIndex((name) => path.includes(name));
      return at < 0 ? longest.length : at;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
