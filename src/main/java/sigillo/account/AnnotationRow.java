package sigillo.account;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/** {@code id}: the number under which name and value are sealed. */
record AnnotationRow(long id, Bytes sealed) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).number(id).sized(sealed.unsafeArray()).done(); }

    static AnnotationRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new AnnotationRow(in.id(), Bytes.wrap(in.sized()));
    }

    static AnnotationRow seal(Context context, long id, Annotation annotation) {
        var name = Bytes.utf8(annotation.name()).toArray();
        var clear = ByteBuffer.allocate(2 + name.length + annotation.value().length()).putShort((short) name.length).put(name)
            .put(annotation.value().unsafeArray()).array();
        return new AnnotationRow(id, Bytes.wrap(context.seal().seal(context.id(), ContentSeal.Kind.ANNOTATION, id, clear)));
    }

    /** Throws {@link StoreException} when it does not open, {@link Locked} when its owner is missing. */
    Annotation open(Context context) {
        var clear = context.seal().open(context.id(), ContentSeal.Kind.ANNOTATION, id, sealed.toArray());
        int name = clear.length < 2 ? 0 : ByteBuffer.wrap(clear).getShort();
        if (name <= 0 || name > clear.length - 2) throw new StoreException("an annotation without a name", null);
        return new Annotation(Bytes.wrap(Arrays.copyOfRange(clear, 2, 2 + name)).toUtf8(),
            Bytes.wrap(Arrays.copyOfRange(clear, 2 + name, clear.length)));
    }

    /** How many there are in an account, and how large as they are kept. */
    record Sum(long entries, long octets) {
        static final Sum NONE = new Sum(0, 0);

        Sum plus(int times, long more) { return new Sum(entries + times, octets + times * more); }

        byte[] encode() { return new RowOut(VERSION).number(entries).number(octets).done(); }

        static Sum decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Sum(in.number(), in.number());
        }
    }
}
