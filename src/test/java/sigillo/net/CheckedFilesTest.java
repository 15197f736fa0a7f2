package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that others change are taken up only if they are no worse than what was there. */
class CheckedFilesTest {
    private static final String HOST = "mail.home.test";

    @TempDir Path folder;
    @TempDir Path others;
    private CertificateFiles files;
    private Tls tls;
    private volatile Duration ahead = Duration.ZERO;

    @BeforeEach void open() throws Exception {
        files = TestCertificates.write(folder, HOST);
        tls = Tls.open(List.of(files), Duration.ZERO);
        tls.checking(HOST, () -> Instant.now().plus(ahead));
    }

    private void become(CertificateFiles other) throws Exception {
        Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test void aGoodOneIsTakenUp() throws Exception {
        become(TestCertificates.write(others, HOST));
        assertEquals(files.load().leaf(), tls.certificates().getFirst().leaf());
        assertEquals(Optional.empty(), tls.trouble());
    }

    @Test void oneOfAnotherHostIsNot() throws Exception {
        var before = tls.certificates();
        become(TestCertificates.write(others, "other.test"));
        assertEquals(before, tls.certificates());
        assertTrue(tls.trouble().orElseThrow().contains("it is not for mail.home.test"), tls.trouble().toString());
        become(TestCertificates.write(others, HOST));
        assertEquals(files.load().leaf(), tls.certificates().getFirst().leaf());
        assertEquals(Optional.empty(), tls.trouble());
    }

    @Test void noneOfAnothersKeyIs() throws Exception {
        var before = tls.certificates();
        Files.copy(TestCertificates.write(others, HOST).chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(before, tls.certificates());
        assertTrue(tls.trouble().orElseThrow().contains("is not the key of"), tls.trouble().toString());
    }

    @Test void oneThatIsNotOfItsTimeIsNotUnlessTheOldOneIsNeither() throws Exception {
        var before = tls.certificates();
        var next = TestCertificates.write(others, HOST);
        ahead = Duration.ofDays(-3); // both begin later by this clock: what is there gives way
        become(next);
        assertEquals(files.load().leaf(), tls.certificates().getFirst().leaf());
        assertTrue(!before.equals(tls.certificates()));
    }

    @Test void oneWithAChainThatDoesNotHangTogetherIsNot() throws Exception {
        var before = tls.certificates();
        var next = TestCertificates.write(others, HOST);
        var stranger = TestCertificates.write(others, "stranger.test");
        Files.writeString(next.chain(), Files.readString(next.chain()) + Files.readString(stranger.chain()));
        become(next);
        assertEquals(before, tls.certificates());
        assertTrue(tls.trouble().orElseThrow().contains("is not signed by the next one"), tls.trouble().toString());
    }

    @Test void whatWasGivenStandsInTheirPlace() throws Exception {
        var given = TestCertificates.write(others, HOST).load();
        tls.use(List.of(given));
        assertEquals(List.of(given), tls.certificates());
        tls.use(List.of());
        assertEquals(files.load().leaf(), tls.certificates().getFirst().leaf());
    }
}
