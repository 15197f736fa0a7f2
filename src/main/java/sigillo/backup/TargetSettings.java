package sigillo.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where backups go. {@code name}: by which people and alarms call it. */
public interface TargetSettings {
    String name();

    /** For people: never a password. */
    String place();

    /** Throws {@link IOException} with a sentence when it is not reached. */
    Target open() throws IOException;

    record Folder(String name, Path path) implements TargetSettings {
        @Override public String place() { return path.toString(); }

        @Override public Target open() throws IOException { return new FolderTarget(path); }
    }

    /**
     * {@code hostKey}: its fingerprint as OpenSSH shows it, {@code SHA256:...}. {@code path}: absolute, on that
     * machine.
     */
    record Sftp(
            String name, String user, String host, int port, String path, String hostKey, Optional<Path> keyFile,
            Optional<String> password) implements TargetSettings {
        @Override public String place() { return "sftp://" + user + "@" + host + ":" + port + path; }

        @Override public Target open() throws IOException { return SftpTarget.open(this); }

        @Override public String toString() { return place(); }
    }

    /**
     * {@code endpoint}: {@code https://} and a host, without a path. {@code prefix}: of all names in the bucket, empty
     * or with a slash at its end.
     */
    record S3(
            String name, String endpoint, String bucket, String prefix, String region, String accessKey,
            String secretKey) implements TargetSettings {
        @Override public String place() { return endpoint + "/" + bucket + "/" + prefix; }

        @Override public Target open() throws IOException { return new S3Target(this); }

        @Override public String toString() { return place(); }
    }
}
