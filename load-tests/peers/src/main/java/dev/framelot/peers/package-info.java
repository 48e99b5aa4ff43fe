/**
 * The work that Framelot does, written with other libraries as their documentation recommends: the same frames topic, the same
 * decoding, the same declared device, the same records. What each has of its own is one class; all else is shared.
 */
package dev.framelot.peers;
