package org.acme.forks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run when the forks of both suites have ended. */
class WhatForksDid {

    private static final int CLASSES = 12;

    @ParameterizedTest
    @ValueSource(ints = { 2, 4 })
    void theyUsedOneServerOfWhichNothingIsLeft(int forks) throws Exception {
        List<Sighting> sightings = Sighting.of(forks);
        assertThat(sightings).hasSize(CLASSES);
        assertThat(sightings).extracting(Sighting::schema).doesNotHaveDuplicates();
        assertThat(sightings.stream().map(Sighting::jvm).distinct()).as("JVMs").hasSize(forks);
        assertThat(sightings.stream().map(Sighting::server).distinct()).as("servers").hasSize(1);

        String data = sightings.get(0).data();
        assertThat(Path.of(data).getParent()).doesNotExist();
        assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains(data));
    }
}
