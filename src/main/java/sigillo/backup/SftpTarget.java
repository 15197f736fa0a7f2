package sigillo.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjLongConsumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CopyMode;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * A folder on another machine, over SSH's sftp (version 3 with OpenSSH's extensions for renaming and syncing, where
 * they are there). The machine is known by the fingerprint of its host key and by nothing else; no file of the user's
 * own SSH is read.
 */
final class SftpTarget implements Target {
    private static final String PART = ".part";
    private static final Duration PARTS_KEPT = Duration.ofDays(1);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(30);
    /** Of silence. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(2);
    /** What every server takes; many are on their way at once. */
    private static final int WRITE_OCTETS = 32 << 10;

    private final TargetSettings.Sftp settings;
    private final SshClient client;
    private final ClientSession session;
    private final SftpClient sftp;

    private SftpTarget(TargetSettings.Sftp settings, SshClient client, ClientSession session, SftpClient sftp) {
        this.settings = settings;
        this.client = client;
        this.session = session;
        this.sftp = sftp;
    }

    /** Throws {@link IOException} with a sentence. */
    static SftpTarget open(TargetSettings.Sftp settings) throws IOException {
        var client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, IDLE_MAX);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, IDLE_MAX);
        var seen = new AtomicReference<String>();
        client.setServerKeyVerifier((_, _, key) -> isOurs(settings, key, seen));
        client.start();
        try {
            return open(settings, client);
        } catch (IOException | RuntimeException e) {
            client.stop();
            var other = seen.get();
            throw new IOException(other == null || other.equals(settings.hostKey()) ? settings.place() + ": "
                + Clean.why(e)
                : settings.host() + " has the host key " + other + " and not " + settings.hostKey()
                    + ": nothing was sent. If it is the right machine, host_key is to say so", e);
        }
    }

    private static boolean isOurs(TargetSettings.Sftp settings, PublicKey key, AtomicReference<String> seen) {
        seen.set(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
        return seen.get().equals(settings.hostKey());
    }

    private static SftpTarget open(TargetSettings.Sftp settings, SshClient client) throws IOException {
        var session = client.connect(settings.user(), settings.host(), settings.port()).verify(CONNECT_MAX)
            .getSession();
        for (var pair : keys(settings)) session.addPublicKeyIdentity(pair);
        settings.password().ifPresent(session::addPasswordIdentity);
        session.auth().verify(CONNECT_MAX);
        var sftp = SftpClientFactory.instance().createSftpClient(session);
        var target = new SftpTarget(settings, client, session, sftp);
        if (!target.isThere(settings.path())) throw new IOException("there is no folder " + settings.path() + " on "
            + settings.host());
        return target;
    }

    private static List<KeyPair> keys(TargetSettings.Sftp settings) throws IOException {
        var pairs = new ArrayList<KeyPair>();
        if (settings.keyFile().isEmpty()) return pairs;
        var file = settings.keyFile().get();
        try (var in = Files.newInputStream(file)) {
            SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, FilePasswordProvider.EMPTY)
                .forEach(pairs::add);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(file + " is no private key that can be read (one under a passphrase cannot)", e);
        }
        if (pairs.isEmpty()) throw new IOException(file + " has no private key");
        return pairs;
    }

    private String path(String name) { return settings.path() + "/" + name; }

    private boolean isThere(String path) throws IOException {
        try {
            sftp.stat(path);
            return true;
        } catch (SftpException e) {
            if (isMissing(e)) return false;
            throw e;
        }
    }

    private static boolean isMissing(SftpException e) {
        return e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH;
    }

    @Override public void put(String name, byte[] octets) throws IOException {
        folder(name);
        var part = part(name);
        try {
            write(part, octets);
            sync(part);
            rename(part, path(name));
        } catch (IOException e) {
            removed(part, e);
            throw e;
        }
    }

    /** Makes the folder in which the thing is to be. */
    private void folder(String name) throws IOException {
        int slash = name.indexOf('/');
        if (slash >= 0 && !isThere(path(name.substring(0, slash)))) sftp.mkdir(path(name.substring(0, slash)));
    }

    private void write(String path, byte[] octets) throws IOException {
        try (var out = sftp.write(path, WRITE_OCTETS,
            EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Exclusive))) {
            out.write(octets);
        }
    }

    private void sync(String path) throws IOException {
        var extension = sftp.getExtension(OpenSSHFsyncExtension.class);
        if (extension == null || !extension.isSupported()) return;
        try (var handle = sftp.open(path, EnumSet.of(OpenMode.Write))) {
            extension.fsync(handle);
        }
    }

    /** Over what is there; without OpenSSH's extension there is a moment with neither. */
    private void rename(String from, String to) throws IOException {
        var extension = sftp.getExtension(OpenSSHPosixRenameExtension.class);
        if (extension != null && extension.isSupported()) {
            extension.posixRename(from, to);
            return;
        }
        if (isThere(to)) sftp.remove(to);
        sftp.rename(from, to, new CopyMode[0]);
    }

    /** Version 3 renames over nothing that is there, and has no word for "is there already". */
    @Override public boolean create(String name, byte[] octets) throws IOException {
        folder(name);
        var part = part(name);
        try {
            write(part, octets);
            sync(part);
            sftp.rename(part, path(name), new CopyMode[0]);
            return true;
        } catch (IOException e) {
            removed(part, e);
            if (isThere(path(name))) return false;
            throw e;
        }
    }

    private String part(String name) { return path(name).replaceFirst("[^/]*$", "." + UUID.randomUUID() + PART); }

    /** What is left of a thing that was not written, if it can be; a listing takes away the others later. */
    private void removed(String part, IOException why) {
        try {
            sftp.remove(part);
        } catch (IOException stays) {
            why.addSuppressed(stays);
        }
    }

    @Override public byte[] get(String name, int octetsMax) throws IOException {
        try (InputStream in = sftp.read(path(name), WRITE_OCTETS)) {
            var octets = in.readNBytes(octetsMax + 1);
            if (octets.length > octetsMax) throw new Damaged(name + " is longer than it can be");
            return octets;
        } catch (SftpException e) {
            if (isMissing(e)) throw new NoSuchFileException(path(name));
            throw e;
        }
    }

    @Override public void delete(String name) throws IOException {
        try {
            sftp.remove(path(name));
        } catch (SftpException e) {
            if (!isMissing(e)) throw e;
        }
    }

    @Override public void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException {
        if (!isThere(path(folder))) return;
        int counted = -2; // the folder itself, and its parent
        for (var entry : sftp.readDir(path(folder))) {
            requireAtMost(most, ++counted, folder);
            var name = entry.getFilename();
            var attributes = entry.getAttributes();
            if (!attributes.isRegularFile()) continue;
            boolean isPart = name.startsWith(".") && name.endsWith(PART);
            if (!isPart) visitor.accept(name, attributes.getSize());
            else if (isOld(attributes)) delete(folder + "/" + name);
        }
    }

    private static boolean isOld(SftpClient.Attributes attributes) {
        var time = attributes.getModifyTime();
        return time != null && time.toInstant().isBefore(Instant.now().minus(PARTS_KEPT));
    }

    @Override public void close() {
        try {
            sftp.close();
            session.close();
        } catch (IOException lost) {
            System.getLogger("sigillo.backup").log(System.Logger.Level.DEBUG, this + " was not closed: " + lost);
        } finally {
            client.stop();
        }
    }

    @Override public String toString() { return settings.place(); }
}
