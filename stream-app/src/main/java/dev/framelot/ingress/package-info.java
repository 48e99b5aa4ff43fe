/** Frames of users without a Kafka producer of their own: checked, and written to the frames topic. */
package dev.framelot.ingress;
