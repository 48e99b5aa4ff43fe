package dev.framelot.load.verify;

/** How a frame can end; each is a record on a topic of its own. */
public enum Fate {
    DETECTED,
    SHED,
    DEAD_LETTERED
}
