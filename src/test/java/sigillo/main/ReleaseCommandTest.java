package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;

/** A release from the built program to where it is installed, by the commands that its maker and its operator use. */
class ReleaseCommandTest {
    @TempDir Path folder;
    private Path built;
    private String key;

    @BeforeEach void built() throws IOException {
        built = Files.createDirectories(folder.resolve("built"));
        Files.createDirectories(built.resolve("target/lib"));
        for (var name : List.of("sigillo", "jvm.sh", "jdk.sh", "LICENSE", "target/sigillo.jar", "target/lib/a.jar", "pom.xml")) Files.writeString(built.resolve(name), name);
        key = done("release key", at("key")).strip();
    }

    private String at(String name) { return folder.resolve(name).toString(); }

    private static String done(String words, String... more) {
        var cli = Cli.run(words, more);
        assertEquals(0, cli.code(), cli.err());
        return cli.out();
    }

    private static void refused(String why, String words, String... more) {
        var cli = Cli.run(words, more);
        assertTrue(cli.code() != 0 && cli.err().contains(why), cli.code() + ": " + cli.err());
    }

    private void made(String name, String version, String... more) {
        var words = new ArrayList<>(List.of(at(name), "--built", built.toString(), "--version", version, "--key", key, "--about", "New."));
        words.addAll(List.of(more));
        done("release make", words.toArray(String[]::new));
    }

    @Test void isMadeSignedCheckedAndInstalled() throws IOException {
        made("one", "1.0", "--serial", "1");
        refused("is not there", "release check", at("one"), "--key", key);
        done("release sign", at("one"), "--key-file", at("key"));
        assertTrue(done("release check", at("one"), "--key", key).startsWith("1.0 (stable, 1, of "));
        done("release install", at("one"), at("root"), "--key", key);
        assertEquals("target/lib/a.jar", Files.readString(folder.resolve("root/current/target/lib/a.jar")));
        assertTrue(Files.notExists(folder.resolve("root/current/pom.xml")), "what does not run stays behind");
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("root/current/sigillo"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))));
        assertEquals(key, ReleaseKeys.text(ReleaseKeys.of(folder.resolve("root/current")).keys().getFirst()));
    }

    @Test void whatIsWrongIsSaid() throws IOException {
        refused("is there already", "release key", at("key"));
        made("one", "1.0", "--serial", "1");
        Files.writeString(folder.resolve("text"), "no key");
        refused("no private key", "release sign", at("one"), "--key-file", at("text"));
        done("release sign", at("one"), "--key-file", at("key"));
        var other = done("release key", at("other")).strip();
        refused("not signed by a key that is known", "release check", at("one"), "--key", other);
        refused("'x' cannot be used", "release check", at("one"), "--key", "x");
        Files.writeString(folder.resolve("one/target/lib/b.jar"), "more");
        refused("files that nobody signed", "release install", at("one"), at("root"), "--key", key);
        assertTrue(Files.notExists(folder.resolve("root/current")));
        refused("'1' cannot be used", "release make", at("two"), "--built", built.toString(), "--version", "1", "--serial", "1", "--key", key, "--about", "New.");
    }

    /** The old key signs the release that brings the new one. */
    @Test void keysFollowEachOther() throws IOException {
        var next = done("release key", at("next")).strip();
        made("one", "1.0", "--serial", "1", "--next-key", next);
        done("release sign", at("one"), "--key-file", at("key"));
        done("release install", at("one"), at("root"), "--key", key);
        made("two", "1.1", "--serial", "2");
        done("release sign", at("two"), "--key-file", at("next"));
        Release.open(folder.resolve("two"), ReleaseKeys.of(folder.resolve("root/current"))).check();
    }

    @Test void aListOfThemIsSigned() throws IOException {
        made("one", "1.0", "--serial", "1");
        made("two", "1.1", "--serial", "2", "--security");
        done("release feed", at("site/stable"), at("one"), at("two"), "--serial", "5");
        done("release sign", at("site/stable"), "--key-file", at("key"));
        var site = folder.resolve("site/stable");
        var feed = Feed.open(Files.readAllBytes(site.resolve(Feed.NAME)), Files.readAllBytes(site.resolve(Feed.SIGNATURE)), new ReleaseKeys(List.of()).and(key));
        assertEquals(List.of(false, true), feed.entries().stream().map(Feed.Entry::isSecurity).toList());
        made("three", "1.2", "--serial", "3", "--channel", "next");
        refused("of several channels", "release feed", at("site/next"), at("one"), at("three"), "--serial", "6");
    }

    /** The program that runs the tests was built, not installed. */
    @Test void anUpgradeSaysWhyNot() throws IOException {
        Files.writeString(folder.resolve("sigillo.toml"), "data = \"" + at("data") + "\"\nhostname = \"localhost\"\n");
        refused("there is no data directory", "upgrade --config", at("sigillo.toml"), "--to", at("one"));
        Files.createDirectories(folder.resolve("data"));
        refused("was not installed from a release", "upgrade --config", at("sigillo.toml"), "--to", at("one"));
        refused("Give --to FOLDER", "upgrade --config", at("sigillo.toml"));
        refused("--within is from 1", "upgrade --config", at("sigillo.toml"), "--within", "0");
        assertTrue(Cli.run("upgrade-trial --id x --config", at("sigillo.toml")).out().contains("no upgrade of this id"));
        assertTrue(Files.notExists(folder.resolve("data/upgrade")));
    }
}
