import { createApp, h, shallowRef } from 'vue';

const score = nodecg.Replicant('score');
const value = shallowRef();
const order = shallowRef('');
score.on('change', (next) => (value.value = JSON.parse(JSON.stringify(next))));
const swap = async () => (order.value = (await nodecg.sendMessage('swap')).join(' before '));

createApp({
  render: () =>
    h('div', [
      h('ul', value.value?.teams.map(({ name, points }) => h('li', { key: name }, `${name} ${points}`)) ?? []),
      h('button', { onClick: swap }, 'Swap'),
      h('output', order.value),
    ]),
}).mount('#app');
