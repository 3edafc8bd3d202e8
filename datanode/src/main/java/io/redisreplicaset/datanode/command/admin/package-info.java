/// Running the server: INFO, CONFIG, saving, flushing, debugging.
@NullMarked
package io.redisreplicaset.datanode.command.admin;

import org.jspecify.annotations.NullMarked;
