const score = nodecg.Replicant('score');
const { describe } = (await import('./describe.cjs')).default;

score.on('change', (value) => {
  document.querySelector('#score').textContent = describe(value);
});
