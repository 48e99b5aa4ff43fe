/**
 * A circuit-board simulator: boards drawn from a seed with six kinds of defects whose boxes are known.
 *
 * <p>{@link dev.framelot.load.board.BoardSimulator} draws one board, {@link
 * dev.framelot.load.board.BoardLine} passes encoded boards as a conveyor would, and {@link
 * dev.framelot.load.board.BoardDataset} writes boards for training and measuring. Pure JDK; no font and no
 * third-party picture goes in.
 */
package dev.framelot.load.board;
