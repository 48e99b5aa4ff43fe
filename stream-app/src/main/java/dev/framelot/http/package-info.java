/**
 * The control plane: HTTP API, live feed, health, metrics and the live page. Vert.x only here. One event loop owns all of
 * it; what talks to Kafka runs on its workers, and nothing here is on the way of a frame from topic to topic.
 */
package dev.framelot.http;
