package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What OpenPGP costs a message of some sizes: {@code ./bench jmh OpenPgp}. Budget: 600 us for 100 KiB wrapped in
 * armour.
 */
@State(Scope.Thread) @BenchmarkMode(Mode.AverageTime) @OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OpenPgpFigures {
    private static final Instant NOW = Instant.now();

    @Param({"10", "100", "5120"}) public int kib;

    private final SecretKeys keys = KeyMaking.make("anna@mx.example", NOW.minusSeconds(60), Optional.empty());
    private final List<Certificate> to = List.of(keys.certificate());
    private final byte[] certificate = keys.certificate().octets();
    private byte[] content;
    private byte[] sealed;

    @Setup public void fill() throws IOException {
        content = new byte[kib << 10];
        new Random(kib).nextBytes(content);
        sealed = seal(Optional.of(keys), true);
    }

    @Benchmark public byte[] encryptedInArmour() throws IOException { return seal(Optional.empty(), true); }

    @Benchmark public byte[] encrypted() throws IOException { return seal(Optional.empty(), false); }

    @Benchmark public byte[] signedAndEncryptedInArmour() throws IOException { return seal(Optional.of(keys), true); }

    @Benchmark public Opened openedAndVerified() throws IOException {
        return PgpOpen.decrypt(new ByteArrayInputStream(sealed), List.of(keys), to, NOW, 1L << 30, new TestSink());
    }

    @Benchmark public Certificate certificateRead() throws IOException { return Certificate.read(certificate); }

    private byte[] seal(Optional<SecretKeys> signer, boolean isArmoured) throws IOException {
        var all = new ByteArrayOutputStream(content.length * 3 / 2 + 1_000);
        try (OutputStream out = isArmoured ? Armour.writer(all, Armour.Kind.MESSAGE) : all) {
            PgpSeal.encrypt(new ByteArrayInputStream(content), to, signer, NOW, out);
        }
        return all.toByteArray();
    }
}
