package dev.framelot.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.image.InputGeometry;
import dev.framelot.inference.ModelCard;
import dev.framelot.inference.Normalisation;
import dev.framelot.inference.family.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelCopyTest {
    private static final int WIDTH = 5;
    private static final int HEIGHT = 3;
    private static final int PLACES = 3;
    private static final double[] MEAN = {10, 20, 30};
    private static final double[] SCALE = {0.5, 0.25, 2};

    @ParameterizedTest
    @CsvSource({"UINT8, true", "UINT8, false", "FLOAT32, true", "FLOAT32, false", "FLOAT16, true", "FLOAT16, false"})
    void everyPixelComesToItsPlaceAsTheModelTakesIt(ElementType type, boolean channelsFirst) {
        Normalisation normalisation = type == ElementType.UINT8
                ? Normalisation.NONE
                : new Normalisation(List.of(MEAN[0], MEAN[1], MEAN[2]), List.of(SCALE[0], SCALE[1], SCALE[2]));
        ModelCard.Input input = new ModelCard.Input("images", new InputGeometry(WIDTH, HEIGHT, 114, false), channelsFirst, type, normalisation);
        int valueBytes = type == ElementType.UINT8 ? 1 : type == ElementType.FLOAT16 ? 2 : 4;
        ByteBuffer batch = ByteBuffer.allocateDirect(PLACES * WIDTH * HEIGHT * 3 * valueBytes).order(ByteOrder.nativeOrder());
        PixelCopy copy = PixelCopy.into(batch, input);
        ByteBuffer[] slots = new ByteBuffer[PLACES];
        Random random = new Random(7);
        for (int place = PLACES - 1; place >= 0; place--) {
            byte[] pixels = new byte[WIDTH * HEIGHT * 3];
            random.nextBytes(pixels);
            slots[place] = ByteBuffer.allocateDirect(pixels.length).put(0, pixels);
            copy.put(place, slots[place]);
        }
        for (int place = 0; place < PLACES; place++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    for (int c = 0; c < 3; c++) {
                        int pixel = slots[place].get((y * WIDTH + x) * 3 + c) & 0xFF;
                        int at = channelsFirst ? ((place * 3 + c) * HEIGHT + y) * WIDTH + x : ((place * HEIGHT + y) * WIDTH + x) * 3 + c;
                        double found = switch (type) {
                            case UINT8 -> batch.get(at) & 0xFF;
                            case FLOAT16 -> batch.getShort(2 * at);
                            default -> batch.getFloat(4 * at);
                        };
                        float value = (float) ((pixel - MEAN[c]) * SCALE[c]);
                        double expected = type == ElementType.UINT8 ? pixel : type == ElementType.FLOAT16 ? Halves.of(value) : value;
                        assertThat(found).as("place %d, %d,%d, channel %d", place, x, y, c).isEqualTo(expected);
                    }
                }
            }
        }
    }
}
