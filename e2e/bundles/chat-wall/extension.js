'use strict';

module.exports = (nodecg) => {
  const io = nodecg.getSocketIOServer();

  io.on('connection', (socket) => {
    socket.on('enter', (room, ack) => {
      socket.join(room);
      ack([...socket.rooms].filter((name) => name !== socket.id));
    });
    socket.on('say', async (room, text, ack) => {
      socket.to(room).emit('line', { room, text });
      ack((await io.in(room).fetchSockets()).length);
    });
    socket.on('present', (ack) => ack(io.sockets.size));
  });
};
