window.isDesk = true;
