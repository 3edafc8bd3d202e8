package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The data folder and the pid file.
///
/// @param pidFile empty path for none
record ProcessFiles(Path folder, Path pidFile) {
    /// @throws IOException the data folder is not there, or can't be written
    /// @throws ConfigException something is asked for that this server does not do
    static ProcessFiles prepare(Settings settings) throws IOException, ConfigException {
        if (settings.isOn(Directives.DAEMONIZE)) {
            throw new ConfigException("daemonize yes: this server runs in the foreground; let a supervisor start it");
        }
        Path folder = Path.of(settings.get(Directives.DIR)).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IOException("Can't use dir '" + folder + "': no such folder");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("Can't use dir '" + folder + "': it can't be written");
        }
        // Later changes of the working folder, or of nothing at all, must not move the data.
        settings.set(Directives.DIR, folder.toString());
        return new ProcessFiles(folder, Path.of(settings.get(Directives.PID_FILE)));
    }

    void writePid() throws IOException {
        if (!pidFile.toString().isEmpty()) {
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        }
    }

    void removePid() {
        if (!pidFile.toString().isEmpty()) {
            // Left behind it only misleads; there is nobody to tell any more.
            boolean _ = pidFile.toFile().delete();
        }
    }
}
