package dev.framelot.schemas.serde;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding, in which {@code bytes} are not copied but are windows of the value read: an image is most of a frame's
 * record, and a copy of it most of what reading one would leave to the garbage collector. Whoever keeps such a window keeps the whole
 * value. All else is Avro's own decoder, with its limits.
 */
final class SharingDecoder extends Decoder {
    private final byte[] value;
    private final Place place;
    private final BinaryDecoder avro;

    /** @param offset of the first byte to read */
    SharingDecoder(byte[] value, int offset) {
        this.value = value;
        this.place = new Place(value, offset);
        // The direct decoder reads not a byte ahead, so the stream always stands where it does.
        this.avro = DecoderFactory.get().directBinaryDecoder(place, null);
    }

    private static final class Place extends ByteArrayInputStream {
        Place(byte[] value, int offset) {
            super(value, offset, value.length - offset);
        }

        int index() {
            return pos;
        }

        void pass(int bytes) {
            pos += bytes;
        }
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        long length = avro.readLong();
        if (length < 0 || length > place.available()) {
            throw new EOFException("a field of " + length + " bytes, " + place.available() + " are left");
        }
        ByteBuffer window = ByteBuffer.wrap(value, place.index(), (int) length);
        place.pass((int) length);
        return window;
    }

    @Override
    public void readNull() throws IOException {
        avro.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return avro.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return avro.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return avro.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return avro.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return avro.readDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return avro.readString(old);
    }

    @Override
    public String readString() throws IOException {
        return avro.readString();
    }

    @Override
    public void skipString() throws IOException {
        avro.skipString();
    }

    @Override
    public void skipBytes() throws IOException {
        avro.skipBytes();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        avro.readFixed(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        avro.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return avro.readEnum();
    }

    @Override
    public long readArrayStart() throws IOException {
        return avro.readArrayStart();
    }

    @Override
    public long arrayNext() throws IOException {
        return avro.arrayNext();
    }

    @Override
    public long skipArray() throws IOException {
        return avro.skipArray();
    }

    @Override
    public long readMapStart() throws IOException {
        return avro.readMapStart();
    }

    @Override
    public long mapNext() throws IOException {
        return avro.mapNext();
    }

    @Override
    public long skipMap() throws IOException {
        return avro.skipMap();
    }

    @Override
    public int readIndex() throws IOException {
        return avro.readIndex();
    }
}
