using System.Collections.Concurrent;

namespace PipAi.Survival.Tests.Cloud;

/// <summary>The fake cloud's things, a file each. A file appears and goes whole, so a killed process leaves no half of one.</summary>
internal sealed class ItemStore
{
    private readonly string folder;
    private readonly ConcurrentDictionary<string, Item> items = new(StringComparer.Ordinal);

    public ItemStore(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        foreach (var file in Directory.GetFiles(folder, "*.item"))
        {
            var item = Item.Parse(File.ReadAllText(file));
            items[item.Id] = item;
        }
    }

    public ICollection<Item> All => items.Values;

    public Item? Find(string id) => items.GetValueOrDefault(id);

    public void Put(Item item)
    {
        var next = Path.Combine(folder, item.Id + ".new");
        File.WriteAllText(next, item.ToString());
        File.Move(next, PathOf(item.Id), overwrite: true);
        items[item.Id] = item;
    }

    public void Remove(string id)
    {
        File.Delete(PathOf(id));
        items.TryRemove(id, out _);
    }

    private string PathOf(string id) => Path.Combine(folder, id + ".item");
}
