package sigillo.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release on the disk: signed, changed, swapped, cut off; and installed beside others. */
class ReleaseTest {
    @TempDir Path folder;
    private KeyPair key;
    private Path release;

    @BeforeEach void made() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        release = made("1.1.0", 2, key, Optional.empty());
    }

    private Path made(String version, long serial, KeyPair signer, Optional<String> nextKey) throws Exception {
        var tree = folder.resolve("made-" + version);
        Files.createDirectories(tree.resolve("target/lib"));
        Files.writeString(tree.resolve("sigillo"), "#!/bin/sh\necho " + version + "\n");
        tree.resolve("sigillo").toFile().setExecutable(true);
        Files.writeString(tree.resolve("target/lib/a.jar"), "a of " + version);
        Files.writeString(tree.resolve("target/lib/b.jar"), "b of " + version);
        Files.write(tree.resolve(ReleaseKeys.NAME), trusted(key).encode());
        var about = ManifestTest.manifest(version, serial, "1.0");
        var manifest = new Manifest(about.version(), about.channel(), serial, about.made(), about.from(), false, "New.", "Nuovo.", nextKey, Release.files(tree)).encode();
        Files.write(tree.resolve(Manifest.NAME), manifest);
        Files.writeString(tree.resolve(Manifest.SIGNATURE), signature(manifest, signer));
        return tree;
    }

    private static String signature(byte[] manifest, KeyPair signer) throws IOException {
        return ReleaseKeys.sign(manifest, Base64.getEncoder().encode(signer.getPrivate().getEncoded()));
    }

    private static ReleaseKeys trusted(KeyPair... keys) { return new ReleaseKeys(Arrays.stream(keys).map(KeyPair::getPublic).toList()); }

    private void opens() throws IOException { Release.open(release, trusted(key)).check(); }

    private void refused(String why) {
        var refused = assertThrows(IOException.class, this::opens);
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test void aSignedReleaseIsTaken() throws IOException { opens(); }

    @Test void whatIsChangedInTheManifestIsRefused() throws IOException {
        Files.writeString(release.resolve(Manifest.NAME), Files.readString(release.resolve(Manifest.NAME)).replace("serial 2", "serial 3"));
        refused("not signed by a key that is known");
    }

    @Test void nobodyElseSigns() throws Exception {
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(release.resolve(Manifest.SIGNATURE), signature(Files.readAllBytes(release.resolve(Manifest.NAME)), other));
        refused("not signed by a key that is known");
        assertThrows(IOException.class, () -> Release.open(release, new ReleaseKeys(List.of())));
        Files.writeString(release.resolve(Manifest.SIGNATURE), "\n!!!\nAAAA\n" + "A".repeat(88) + "\n");
        refused("not signed by a key that is known");
    }

    /** The first signature is by a key that nobody knows yet. */
    @Test void oneOfTwoSignaturesIsEnough() throws Exception {
        var next = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var manifest = Files.readAllBytes(release.resolve(Manifest.NAME));
        Files.writeString(release.resolve(Manifest.SIGNATURE), signature(manifest, next) + signature(manifest, key));
        opens();
        assertTrue(trusted(key).and(ReleaseKeys.text(next.getPublic())).keys().contains(next.getPublic()));
    }

    @Test void aFileThatIsCutOffIsRefused() throws IOException {
        Files.writeString(release.resolve("target/lib/a.jar"), "a of 1.1");
        refused("target/lib/a.jar of the release is not the file that was signed");
    }

    @Test void swappedFilesAreRefused() throws IOException {
        Files.move(release.resolve("target/lib/a.jar"), release.resolve("target/lib/c.jar"));
        Files.move(release.resolve("target/lib/b.jar"), release.resolve("target/lib/a.jar"));
        Files.move(release.resolve("target/lib/c.jar"), release.resolve("target/lib/b.jar"));
        refused("is not the file that was signed");
    }

    @Test void aFileThatIsMissingOrTooMuchIsRefused() throws IOException {
        Files.writeString(release.resolve("target/lib/0.jar"), "on the class path, before the others");
        refused("files that nobody signed, such as target/lib/0.jar");
        Files.delete(release.resolve("target/lib/0.jar"));
        Files.delete(release.resolve("target/lib/b.jar"));
        refused("lacks target/lib/b.jar");
    }

    /** A link could lead elsewhere after it was checked. */
    @Test void aLinkIsNoFile() throws IOException {
        Files.move(release.resolve("target/lib/b.jar"), folder.resolve("b.jar"));
        Files.createSymbolicLink(release.resolve("target/lib/b.jar"), folder.resolve("b.jar"));
        refused("lacks target/lib/b.jar");
    }

    @Test void releasesAreInstalledBesideEachOther() throws Exception {
        var installation = new Installation(Files.createDirectories(folder.resolve("root")).toRealPath());
        var first = installation.install(Release.open(release, trusted(key)));
        installation.lead(first);
        var second = installation.install(Release.open(made("1.2.0", 3, key, Optional.empty()), ReleaseKeys.of(first)));
        assertEquals(first.toRealPath(), installation.currentHome());
        installation.lead(second);
        assertEquals(second.toRealPath(), installation.currentHome());
        assertEquals(installation, Installation.of(installation.current()));
        assertTrue(Files.isExecutable(second.resolve("sigillo")) && !Files.isExecutable(second.resolve("target/lib/a.jar")));
        Release.open(second, trusted(key)).check();
        assertThrows(IOException.class, () -> Installation.of(folder));
        var third = installation.install(Release.open(made("1.3.0", 4, key, Optional.empty()), trusted(key)));
        Files.createDirectories(second.resolveSibling("notes"));
        installation.keepOnly(Set.of(second, third));
        assertTrue(Files.exists(second) && Files.exists(third) && Files.exists(second.resolveSibling("notes")) && !Files.exists(first));
    }

    @Test void whatIsHalfCopiedIsMadeAnewAndWhatIsWholeIsLeft() throws Exception {
        var installation = new Installation(Files.createDirectories(folder.resolve("root")).toRealPath());
        var signed = Release.open(release, trusted(key));
        var home = installation.install(signed);
        var whole = Files.readAttributes(home.resolve("sigillo"), java.nio.file.attribute.BasicFileAttributes.class).fileKey();
        assertEquals(whole, Files.readAttributes(installation.install(signed).resolve("sigillo"), java.nio.file.attribute.BasicFileAttributes.class).fileKey());
        Files.writeString(home.resolve("target/lib/a.jar"), "changed");
        Files.createDirectories(home.resolveSibling(".1.1.0.part/left"));
        installation.install(signed);
        Release.open(home, trusted(key)).check();
        Files.delete(release.resolve("target/lib/b.jar"));
        Durable.delete(home);
        assertThrows(IOException.class, () -> installation.install(signed));
        assertFalse(Files.exists(home, LinkOption.NOFOLLOW_LINKS) || Files.exists(home.resolveSibling(".1.1.0.part")));
    }
}
