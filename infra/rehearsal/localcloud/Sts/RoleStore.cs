using System.Collections.Concurrent;
using System.Text.Json;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Sts;

/// <summary>
/// The roles that were registered, one file each. Files are read again at each question: STS writes them and S3 reads them, and
/// neither has to tell the other. What a file says is understood once, for S3 asks several times for each object.
/// </summary>
internal sealed class RoleStore(string folder)
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, (byte[] Content, Role Role)> understood = new(StringComparer.Ordinal);

    /// <summary>Every role's ARN.</summary>
    public IEnumerable<string> Arns => Directory.EnumerateFiles(folder, "*.json").Select(Load).OfType<Role>()
        .Select(role => role.Arn).Order(StringComparer.Ordinal);

    /// <summary>The role with that name, or null.</summary>
    public Role? Find(string name) => Load(FileOf(name));

    /// <summary>Adds a role or replaces it; its policies stay unless the new one brings some.</summary>
    public void Put(Role role)
    {
        lock (gate)
        {
            var policies = role.Policies.IsEmpty && Find(role.Name) is { } known ? known.Policies : role.Policies;
            Save(role with { Policies = policies });
        }
    }

    /// <summary>Changes a role.</summary>
    /// <returns>False when there is none of that name.</returns>
    public bool TryChange(string name, Func<Role, Role> change)
    {
        lock (gate)
        {
            if (Find(name) is not { } role) return false;
            Save(change(role));
            return true;
        }
    }

    /// <summary>Removes a role, if it is there.</summary>
    public void Remove(string name)
    {
        lock (gate) File.Delete(FileOf(name));
    }

    private void Save(Role role) => AtomicFile.Write(FileOf(role.Name), JsonSerializer.SerializeToUtf8Bytes(role));

    private Role? Load(string file)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            if (understood.TryGetValue(file, out var known) && known.Content.AsSpan().SequenceEqual(content)) return known.Role;
            var role = JsonSerializer.Deserialize<Role>(content)!;
            understood[file] = (content, role);
            return role;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string FileOf(string name) => Path.Combine(folder, Uri.EscapeDataString(name) + ".json");
}
