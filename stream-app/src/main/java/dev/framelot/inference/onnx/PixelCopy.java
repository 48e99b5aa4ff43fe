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
        if (input.type() == ElementType.UINT8) {
            return input.channelsFirst() ? new BytePlanes(target, input) : new AsTheyAre(target, input);
        }
        Rows rows = new Rows(input);
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

    private static final class BytePlanes extends PixelCopy {
        private final ByteBuffer target;
        private final Rows rows;
        private final byte[] out;

        BytePlanes(ByteBuffer target, ModelCard.Input input) {
            this.target = target;
            this.rows = new Rows(input);
            this.out = new byte[rows.width];
        }

        @Override
        void put(int place, ByteBuffer slot) {
            for (int y = 0; y < rows.height; y++) {
                byte[] row = rows.read(slot, y);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    for (int x = 0, i = channel; x < rows.width; x++, i += CHANNELS) {
                        out[x] = row[i];
                    }
                    target.put(rows.planeRow(place, channel, y), out, 0, rows.width);
                }
            }
        }
    }

    private static final class Floats extends PixelCopy {
        private final FloatBuffer target;
        private final Rows rows;
        private final float[][] table;
        private final float[] out;

        Floats(FloatBuffer target, Rows rows, float[][] table) {
            this.target = target;
            this.rows = rows;
            this.table = table;
            this.out = new float[rows.width * CHANNELS];
        }

        @Override
        void put(int place, ByteBuffer slot) {
            for (int y = 0; y < rows.height; y++) {
                byte[] row = rows.read(slot, y);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    float[] values = table[channel];
                    int step = rows.channelsFirst ? 1 : CHANNELS;
                    for (int i = channel, o = rows.channelsFirst ? 0 : channel; i < row.length; i += CHANNELS, o += step) {
                        out[o] = values[row[i] & 0xFF];
                    }
                    if (rows.channelsFirst) {
                        target.put(rows.planeRow(place, channel, y), out, 0, rows.width);
                    }
                }
                if (!rows.channelsFirst) {
                    target.put(rows.pixelRow(place, y), out, 0, out.length);
                }
            }
        }
    }

    private static final class HalfFloats extends PixelCopy {
        private final ShortBuffer target;
        private final Rows rows;
        private final short[][] table;
        private final short[] out;

        HalfFloats(ShortBuffer target, Rows rows, short[][] table) {
            this.target = target;
            this.rows = rows;
            this.table = table;
            this.out = new short[rows.width * CHANNELS];
        }

        @Override
        void put(int place, ByteBuffer slot) {
            for (int y = 0; y < rows.height; y++) {
                byte[] row = rows.read(slot, y);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    short[] values = table[channel];
                    int step = rows.channelsFirst ? 1 : CHANNELS;
                    for (int i = channel, o = rows.channelsFirst ? 0 : channel; i < row.length; i += CHANNELS, o += step) {
                        out[o] = values[row[i] & 0xFF];
                    }
                    if (rows.channelsFirst) {
                        target.put(rows.planeRow(place, channel, y), out, 0, rows.width);
                    }
                }
                if (!rows.channelsFirst) {
                    target.put(rows.pixelRow(place, y), out, 0, out.length);
                }
            }
        }
    }
}
