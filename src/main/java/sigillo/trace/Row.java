package sigillo.trace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Bytes;

/** Steps of one message on one day that were told together, as one value of the store. */
record Row(List<Step> steps) {
    private static final int FORMAT = 1;

    Row {
        steps = List.copyOf(steps);
    }

    /** Each address with the time of its last step here: where the index by address points. */
    Map<Bytes, Instant> concerns(Function<String, Bytes> hash) {
        var last = new LinkedHashMap<Bytes, Instant>();
        for (var step : steps) {
            for (var address : step.addresses()) last.merge(hash.apply(address), step.at(), Row::later);
        }
        return last;
    }

    Row unnamed(AddressHash hash) { return new Row(steps.stream().map(hash::unnamed).toList()); }

    byte[] encode() {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.writeByte(FORMAT);
            out.writeShort(steps.size());
            for (var step : steps) write(step, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    /** Reads what {@link #encode} wrote; throws {@link UncheckedIOException} for anything else. */
    static Row decode(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            if (in.readByte() != FORMAT) throw new IOException("a story in a format of the future");
            int count = in.readUnsignedShort();
            var steps = new ArrayList<Step>(count);
            for (int i = 0; i < count; i++) steps.add(read(in));
            return new Row(steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Step step, DataOutputStream out) throws IOException {
        out.writeLong(step.at().toEpochMilli());
        out.writeUTF(step.kind().name());
        out.writeShort(step.addresses().size());
        for (var address : step.addresses()) out.writeUTF(address);
        out.writeUTF(step.text());
        out.writeBoolean(step.reply().isPresent());
        if (step.reply().isPresent()) out.writeUTF(step.reply().get());
    }

    private static Step read(DataInputStream in) throws IOException {
        var at = Instant.ofEpochMilli(in.readLong());
        var kind = Event.Kind.valueOf(in.readUTF());
        int count = in.readUnsignedShort();
        var addresses = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) addresses.add(in.readUTF());
        var text = in.readUTF();
        return new Step(at, kind, addresses, text, in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty());
    }

    private static Instant later(Instant a, Instant b) { return a.isAfter(b) ? a : b; }
}
