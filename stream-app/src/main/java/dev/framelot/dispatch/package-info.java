/**
 * The threads around the heart: decode workers, the dispatcher that owns the batcher, one thread a lane. Who owns what
 * and what may block stands in docs/concurrency.md.
 */
package dev.framelot.dispatch;
