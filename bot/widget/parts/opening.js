/* Aisle's chat widget, in one file and without dependencies.

   <script src="https://support.example/static/widget.js" data-locale="en" defer></script>

   It talks to the origin that it was loaded from. Whatever a server sends is text to be shown: it reaches the page through
   textContent alone. docs/widget.md lists the attributes, methods and events. */
(() => {
  "use strict";
  if (window.Aisle && window.Aisle.version) return;

  const script = document.currentScript || document.querySelector('script[src*="widget.js"]');
  const settings = script.dataset;
  const base = new URL(script.src, location.href).origin;
  const STORE = `aisle:${base}`;
  const LEAVE = "leave_queue"; // the choice that takes who waits for a person back to the assistant
  const LONGEST = 2000; // characters the server accepts in one message
  const SILENCE_MS = 75_000; // a stream without a byte (not even a ping) for this long is taken for dead
  const SLOWEST_MS = 30_000; // the longest pause between two attempts to reconnect

