package dev.framelot.image;

/** Where an image goes in the model's plane, and how sizes round. Each is as some published pre-processing does it. */
public enum Placement {
    /** One scale for both axes, centred, rest padded; sizes round to the nearest, halves to even (Ultralytics). */
    LETTERBOX,
    /** One scale for both axes, in the top left corner, rest padded; sizes round down (YOLOX). */
    LETTERBOX_TOP_LEFT,
    /** Each axis has its own scale; nothing is padded. */
    STRETCH
}
