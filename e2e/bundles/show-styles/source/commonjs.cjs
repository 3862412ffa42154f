const { describe } = require('./describe.cjs');

const score = nodecg.Replicant('score');
NodeCG.waitForReplicants(score).then(() => {
  const show = () => (document.querySelector('#score').textContent = describe(score.value));
  score.on('change', show);
});
