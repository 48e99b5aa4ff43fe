package dev.framelot.inference.onnx;

import dev.framelot.inference.ModelCard;
import dev.framelot.inference.family.ElementType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * From a slot (uint8 HWC rows) to one place of the batch, as the model takes it. Each channel's 256 values are computed once; a
 * frame allocates nothing. Owner: one lane.
 */
abstract class PixelCopy {
    private static final int CHANNELS = 3;
    private static final int VALUES = 256;

    abstract void put(int place, ByteBuffer slot);

    /** @param target the whole batch's memory, native order */
    static PixelCopy into(ByteBuffer target, ModelCard.Input input) {
        if (input.type() == ElementType.UINT8 && !input.channelsFirst()) {
            return new AsTheyAre(target, input);
        }
        Rows rows = new Rows(input);
        if (input.type() == ElementType.UINT8) {
            return new BytePlanes(target, rows);
        }
        return input.type() == ElementType.FLOAT32
                ? new Floats(target.asFloatBuffer(), rows, table(input))
                : new HalfFloats(target.asShortBuffer(), rows, halves(table(input)));
    }

    private static float[][] table(ModelCard.Input input) {
        float[][] table = new float[CHANNELS][VALUES];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int pixel = 0; pixel < VALUES; pixel++) {
                table[channel][pixel] = input.normalisation().of(channel, pixel);
            }
        }
        return table;
    }

    private static short[][] halves(float[][] table) {
        short[][] halves = new short[CHANNELS][VALUES];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int pixel = 0; pixel < VALUES; pixel++) {
                halves[channel][pixel] = Halves.of(table[channel][pixel]);
            }
        }
        return halves;
    }

    /** Where the rows of a frame go. */
    private static final class Rows {
        final int width;
        final int height;
        final boolean channelsFirst;
        final byte[] row;

        Rows(ModelCard.Input input) {
            this.width = input.geometry().width();
            this.height = input.geometry().height();
            this.channelsFirst = input.channelsFirst();
            this.row = new byte[width * CHANNELS];
        }

        byte[] read(ByteBuffer slot, int y) {
            slot.get(y * row.length, row, 0, row.length);
            return row;
        }

        /** Index of the first value of a row of one channel. */
        int planeRow(int place, int channel, int y) {
            return ((place * CHANNELS + channel) * height + y) * width;
        }

        int pixelRow(int place, int y) {
            return (place * height + y) * width * CHANNELS;
        }
    }

    private static final class AsTheyAre extends PixelCopy {
        private final ByteBuffer target;
        private final int slotBytes;

        AsTheyAre(ByteBuffer target, ModelCard.Input input) {
            this.target = target;
            this.slotBytes = input.geometry().slotBytes();
        }

        @Override
        void put(int place, ByteBuffer slot) {
            target.put(place * slotBytes, slot, 0, slotBytes);
        }
    }

    /** Value by value, a row of the frame at a time. */
    private abstract static class Converting extends PixelCopy {
        private final Rows rows;

        Converting(Rows rows) {
            this.rows = rows;
        }

        @Override
        final void put(int place, ByteBuffer slot) {
            for (int y = 0; y < rows.height; y++) {
                byte[] row = rows.read(slot, y);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    if (rows.channelsFirst) {
                        convert(row, channel, 0, 1);
                        write(rows.planeRow(place, channel, y), rows.width);
                    } else {
                        convert(row, channel, channel, CHANNELS);
                    }
                }
                if (!rows.channelsFirst) {
                    write(rows.pixelRow(place, y), row.length);
                }
            }
        }

        /** One channel of the row to the row that is written. @param first index there @param step from value to value there */
        abstract void convert(byte[] row, int channel, int first, int step);

        /** The converted row's first values. @param at index of the first in the batch */
        abstract void write(int at, int values);
    }

    private static final class BytePlanes extends Converting {
        private final ByteBuffer target;
        private final byte[] out;

        BytePlanes(ByteBuffer target, Rows rows) {
            super(rows);
            this.target = target;
            this.out = new byte[rows.row.length];
        }

        @Override
        void convert(byte[] row, int channel, int first, int step) {
            for (int i = channel, o = first; i < row.length; i += CHANNELS, o += step) {
                out[o] = row[i];
            }
        }

        @Override
        void write(int at, int values) {
            target.put(at, out, 0, values);
        }
    }

    private static final class Floats extends Converting {
        private final FloatBuffer target;
        private final float[][] table;
        private final float[] out;

        Floats(FloatBuffer target, Rows rows, float[][] table) {
            super(rows);
            this.target = target;
            this.table = table;
            this.out = new float[rows.row.length];
        }

        @Override
        void convert(byte[] row, int channel, int first, int step) {
            float[] values = table[channel];
            for (int i = channel, o = first; i < row.length; i += CHANNELS, o += step) {
                out[o] = values[row[i] & 0xFF];
            }
        }

        @Override
        void write(int at, int values) {
            target.put(at, out, 0, values);
        }
    }

    private static final class HalfFloats extends Converting {
        private final ShortBuffer target;
        private final short[][] table;
        private final short[] out;

        HalfFloats(ShortBuffer target, Rows rows, short[][] table) {
            super(rows);
            this.target = target;
            this.table = table;
            this.out = new short[rows.row.length];
        }

        @Override
        void convert(byte[] row, int channel, int first, int step) {
            short[] values = table[channel];
            for (int i = channel, o = first; i < row.length; i += CHANNELS, o += step) {
                out[o] = values[row[i] & 0xFF];
            }
        }

        @Override
        void write(int at, int values) {
            target.put(at, out, 0, values);
        }
    }
}
