using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace VerifyTests;

/// <summary>A verification that starts when it is awaited, so that its settings can still be given fluently.</summary>
public sealed class SettingsTask
{
    private readonly VerifySettings _settings;
    private readonly Func<VerifySettings, Task<VerifyResult>> _start;
    private Task<VerifyResult>? _task;

    internal SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> start)
    {
        _settings = settings is null ? new VerifySettings() : new VerifySettings(settings);
        _start = start;
    }

    /// <summary>Gets the settings, which can be changed until the task starts.</summary>
    /// <exception cref="InvalidOperationException">The task has started.</exception>
    public VerifySettings CurrentSettings =>
        _task is null ? _settings : throw new InvalidOperationException("The verification has already started.");

    /// <inheritdoc cref="VerifySettings.UseDirectory"/>
    public SettingsTask UseDirectory(string directory)
    {
        CurrentSettings.UseDirectory(directory);
        return this;
    }

    /// <inheritdoc cref="VerifySettings.UseTypeName"/>
    public SettingsTask UseTypeName(string name)
    {
        CurrentSettings.UseTypeName(name);
        return this;
    }

    /// <inheritdoc cref="VerifySettings.UseMethodName"/>
    public SettingsTask UseMethodName(string name)
    {
        CurrentSettings.UseMethodName(name);
        return this;
    }

    /// <inheritdoc cref="VerifySettings.UseParameters"/>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        CurrentSettings.UseParameters(parameters);
        return this;
    }

    /// <summary>Starts the verification, if it has not started, and gives its task.</summary>
    public Task<VerifyResult> ToTask()
    {
        return _task ??= StartAsync();
    }

    /// <summary>Makes the verification awaitable.</summary>
    public TaskAwaiter<VerifyResult> GetAwaiter()
    {
        return ToTask().GetAwaiter();
    }

    /// <summary>Lets a test method of type <see cref="Task"/> return the verification.</summary>
    public static implicit operator Task<VerifyResult>(SettingsTask settingsTask)
    {
        ArgumentNullException.ThrowIfNull(settingsTask);
        return settingsTask.ToTask();
    }

    // An async method puts a failure into the task, also one that happens at once.
    private async Task<VerifyResult> StartAsync()
    {
        return await _start(_settings);
    }
}
