try {
  const theme = localStorage.getItem('demo.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* storage is blocked: the system's theme */ }
