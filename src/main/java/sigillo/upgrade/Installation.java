package sigillo.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Where releases are installed: {@code versions/1.4.0} and its like, each a release as its maker signed it, and {@code current}, a link
 * that leads to the one that runs.
 */
public record Installation(Path root) {
    private static final String VERSIONS = "versions";
    private static final String CURRENT = "current";

    /** Of the program whose home is {@code home}. Throws {@link IOException} with a sentence when it was not installed so. */
    public static Installation of(Path home) throws IOException {
        var real = home.toRealPath();
        var versions = real.getParent();
        boolean isOne = versions != null && versions.getFileName() != null && versions.getFileName().toString().equals(VERSIONS) && Files.isRegularFile(real.resolve(Manifest.NAME));
        if (!isOne) throw new IOException("the program in " + home + " was not installed from a release: sigillo release install does that (docs/upgrading.md)");
        return new Installation(versions.getParent());
    }

    public Path home(Version version) { return root.resolve(VERSIONS).resolve(version.toString()); }

    public Path current() { return root.resolve(CURRENT); }

    /** The release that {@link #current} leads to. */
    public Path currentHome() throws IOException { return current().toRealPath(); }

    /** From now on {@code current} leads there. Atomic and durable. */
    public void lead(Path home) throws IOException {
        Durable.link(current(), root.toRealPath().relativize(home.toRealPath()));
    }

    /** Copies a release beside the others; one that is there already is checked, and made anew where it is not whole. */
    public Path install(Release release) throws IOException {
        var home = home(release.manifest().version());
        if (Files.exists(home) && isWhole(home, release)) return home;
        if (Files.exists(current()) && Files.exists(home) && home.toRealPath().equals(currentHome())) throw new IOException("the release " + release.manifest().version() + " is the one that runs, with other files");
        var part = home.resolveSibling("." + home.getFileName() + ".part");
        createForAll(home.getParent());
        Durable.delete(part);
        Durable.delete(home);
        try {
            release.copyTo(part);
        } catch (IOException e) {
            Durable.delete(part);
            throw e;
        }
        Durable.move(part, home);
        return home;
    }

    /** Others may run what is in it; where it is there already, that is its owner's to say. */
    public static void createForAll(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean isWhole(Path home, Release release) {
        try {
            if (!Arrays.equals(Files.readAllBytes(home.resolve(Manifest.NAME)), release.manifestOctets())) return false;
            new Release(home, release.manifest(), release.manifestOctets(), release.signatures()).check();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes all releases but these; what is no release stays. */
    public void keepOnly(Set<Path> homes) throws IOException {
        var kept = new HashSet<Path>();
        for (var home : homes) kept.add(home.toRealPath());
        try (var all = Files.newDirectoryStream(root.resolve(VERSIONS))) {
            for (var one : all) {
                boolean isRelease = Version.parse(one.getFileName().toString()).isPresent() && Files.isRegularFile(one.resolve(Manifest.NAME));
                if (isRelease && !kept.contains(one.toRealPath())) Durable.delete(one);
            }
        }
    }

    /** For what is being fetched. One who upgrades at a time. */
    public Path scratch() { return root.resolve(VERSIONS).resolve(".fetched"); }

    public void clearScratch() throws IOException { Durable.delete(scratch()); }
}
