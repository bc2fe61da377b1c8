"""Names: Serbian in Serbian Latin, Albanian in Albanian; hand-compiled names stand over machine-picked
ones.
"""

DIGRAPHS = {'љ': 'lj', 'њ': 'nj', 'џ': 'dž'}
LETTERS = dict(
    zip('абвгдђежзијклмнопрстћуфхцчш', 'a b v g d đ e ž z i j k l m n o p r s t ć u f h c č š'.split())
)
ALBANIAN_ONLY = set('ëËçÇ')
SERBIAN_ONLY = set('šŠđĐčČćĆžŽ')

# Names that the settlement table gets wrong, leaves out or mixes up: (serbian, albanian).
HAND = {
    'Mitrovicë': ('Kosovska Mitrovica', 'Mitrovicë'),
    'Нови Пазар': ('Novi Pazar', 'Pazari i Ri'),
    'Рашка': ('Raška', 'Rashkë'),
    'Llazhinë': ('Lažinje', 'Llazhinë'),
    'Kçiq i Vogël': ('Malo Kičiće', 'Kçiq i Vogël'),
    'Kçiq i Madh': ('Veliko Kičiće', 'Kçiq i Madh'),
    'Cerajë': ('Ceranja', 'Cerajë'),
    'Tvrđane': ('Tvrđane', 'Tvërxhan'),
    'Seoce': ('Seoce', 'Seocë'),
    'Borova': ('Borova', 'Borovë'),
    'Jošanica': ('Jošanica', 'Joshanicë'),
    'Kruščica': ('Kruščica', 'Krushçicë'),
    'Mekiniće': ('Mekiniće', 'Mekiniq'),
    'Gulije': ('Gulije', 'Guli'),
    'Jarinje': ('Jarinje', 'Jarinjë'),
    'Kutnje': ('Kutnje', 'Kutnjë'),
    'Slatina': ('Ibarska Slatina', 'Sllatinë'),
    'Trikose': ('Trikose', 'Trikosë'),
    'Ulije': ('Ulije', 'Ulinjë'),
    'Grčevo': ('Grčevo', 'Gërçevë'),
    'Drenova': ('Drenova', 'Drenovë'),
    'Frashër / Svinjarë': ('Svinjare', 'Frashër'),
    'Shupkoc': ('Šupkovac', 'Shupkoc'),
    'Mazhiq': ('Mažić', 'Mazhiq'),
    'Kutlloc': ('Kutlovac', 'Kutlloc'),
    'Suhodoll i Poshtëm': ('Donji Suvi Do', 'Suhodoll i Poshtëm'),
    'Gornji Suvi Do': ('Gornji Suvi Do', 'Suhodoll i Epërm'),
    'Vaganicë': ('Vaganica', 'Vaganicë'),
    'Rashan': ('Rašane', 'Rashan'),
    'Zasellë / Kodër': ('Zaselje', 'Zasellë'),
    'Veseloviq': ('Veselović', 'Veseloviq'),
    'Barë': ('Bare', 'Barë'),
    'Broboniq': ('Brabonić', 'Broboniq'),
    'Preseka': ('Preseka', 'Presekë'),
    'Bube': ('Bube', 'Bubë'),
    'Padine': ('Padine', 'Padinë'),
    'Rudine': ('Rudine', 'Rudinë'),
    'Velji Breg': ('Velji Breg', 'Bregu i Madh'),
    'Banja': ('Banja', 'Bajë'),
    'Junake': ('Junake', 'Junakë'),
    'Gazivode': ('Gazivode', 'Gazivodë'),
    'Brnjak': ('Brnjak', 'Bërnjak'),
    'Grabovac': ('Grabovac', 'Graboc'),
    'Korilje': ('Korilje', 'Korilë'),
    'Žitkovac': ('Žitkovac', 'Zhitkoc'),
    'Banjska Reka': ('Banjska Reka', 'Reka e Banjskës'),
    'Lipë': ('Lipa', 'Lipë'),
    'Boletin': ('Boljetin', 'Boletin'),
    'Zhazhë': ('Žaža', 'Zhazhë'),
    'Češanoviće': ('Češanoviće', 'Çeshanoviq'),
    'Graničane': ('Graničane', 'Graniçan'),
    'Kruševo': ('Kruševo', 'Krushevë'),
    'Selac': ('Seljance', 'Selac'),
    'Josići': ('Josići', 'Isiq'),
    'Gornja Kamenica': ('Gornja Kamenica', 'Kamenicë e Epërme'),
    'Kludara e Madhe': ('Velika Kaludra', 'Kaludra e Madhe'),
    'Bošnjačka mahala': ('Bošnjačka mahala', 'Lagjja e Boshnjakëve'),
    'Donji Jasenovik': ('Donji Jasenovik', 'Jasenovik i Poshtëm'),
    'Gornji Strmac': ('Gornji Strmac', 'Stërnac i Epërm'),
    'Kijevčiće': ('Kijevčiće', 'Kijevçiq'),
    'Majdevo': ('Majdevo', 'Majdevë'),
    'Planinica': ('Planinica', 'Pllaninicë'),
    'Crveni': ('Crveni', 'Cërven'),
    'Donje Isevo': ('Donje Isevo', 'Isevë e Ulët'),
    'Gornji Krnjin': ('Gornji Krnjin', 'Kërnjin i Epërm'),
    'Donji Krnjin': ('Donji Krnjin', 'Kërnjin i Poshtëm'),
    'Koporiće': ('Koporiće', 'Koporiq'),
    'Mošnica': ('Mošnica', 'Moshnicë'),
    'Plakaonica': ('Plakaonica', 'Pllakanicë'),
    'Potkomlje': ('Potkomlje', 'Potkomlë'),
    'Crnatovo': ('Crnatovo', 'Cërnatovë'),
    'Rvatska - Rëvatskë': ('Rvatska', 'Rëvatskë'),
    'Velika Kaludra': ('Velika Kaludra', 'Kaludra e Madhe'),
    'Mala Kaludra': ('Mala Kaludra', 'Kaludra e Vogël'),
    'Ura e Gjakut': ('Ura e Gjakut', 'Ura e Gjakut'),
    'Kolonia 2': ('Druga kolonija', 'Kolonia 2'),
    'Qendra': ('Južna Mitrovica', 'Mitrovica e Jugut'),
    'Banjskë': ('Banjska (Vučitrn)', 'Banjskë (Vushtrri)'),
    'Begaj': ('Novo Selo Begovo', 'Begaj'),
    'Tijanići': ('Tijanići', 'Tijanići'),
    'Gnježdane': ('Gnježdane', 'Gnezhdanë'),
    'Košutica': ('Košutica', 'Koshuticë'),
    'Popovce': ('Popovce', 'Popoc'),
    'Trebiće': ('Trebiće', 'Trebiq'),
    'Brzance': ('Brzance', 'Bërzancë'),
    'Ibarsko Postenje': ('Ibarsko Postenje', 'Postenjë e Ibrit'),
    'Dobroševina': ('Dobroševina', 'Dobroshevinë'),
    'Vllahi': ('Vlahe', 'Vllahi'),
    'Balincë': ('Balince', 'Balincë'),
    'Shushicë': ('Šušica', 'Shushicë'),
    'Rosulë': ('Rosulje', 'Rosulë'),
    'Сунчана долина': ('Sunčana dolina', 'Lugina e Diellit'),
}

RIVERS = {
    'Lumbardh': ('Bistrica', 'Lumbardh'),
    'Klinë': ('Klina', 'Klinë'),
    'Lumi i Chechvekes': ('Čečevska reka', 'Lumi i Çeçevës'),
    'Брњачка река': ('Brnjačka reka', 'Lumi i Bërnjakut'),
    'Рашка': ('Raška', 'Rashkë'),
    'Дерекарска река': ('Đerekarska reka', 'Đerekarska reka'),
    'Murgullë': ('Murgulska reka', 'Murgullë'),
    'Ибар': ('Ibar', 'Ibër'),
    'Ibër': ('Ibar', 'Ibër'),
    'Ibar': ('Ibar', 'Ibër'),
    'Iber': ('Ibar', 'Ibër'),
    'Sitnicë': ('Sitnica', 'Sitnicë'),
    'Lumi i Trebiqkës': ('Trebićka reka', 'Lumi i Trebiqit'),
    'Batahir': ('Batahirska reka', 'Batahir'),
    'Bukovik': ('Bukovik', 'Bukovik'),
    'Kamenichka': ('Kamenička reka', 'Kameniçka'),
    'Drenska': ('Drenska reka', 'Drenska'),
    'Tërstena': ('Trstena', 'Tërstena'),
    'Reka e Trepçës': ('Trepčanska reka', 'Reka e Trepçës'),
    'Lumi Savinë': ('Savina reka', 'Lumi Savinë'),
}

MONASTERIES = {
    'Манастир Бањска': ('Manastir Banjska', 'Manastiri i Banjskës'),
    'Манастир Соколица': ('Manastir Sokolica', 'Manastiri i Sokolicës'),
    'Манастир Девине Воде': ('Manastir Devine Vode', 'Manastiri Devine Vode'),
    'Манастир Дубоки Поток': ('Manastir Duboki Potok', 'Manastiri Duboki Potok'),
    'Манастир Врачево': ('Manastir Vračevo', 'Manastiri i Vraçevës'),
    'Манастир Сочаница': ('Manastir Sočanica', 'Manastiri i Soçanicës'),
    'Манастир свете Петке': ('Manastir Svete Petke', 'Manastiri i Shën Premtes'),
    'Манастир Кончул': ('Manastir Končul', 'Manastiri i Konçulit'),
    'Манастир Тушимља': ('Manastir Tušimlja', 'Manastiri Tushimla'),
    'Манастир Црна Река': ('Manastir Crna Reka', 'Manastiri Crna Reka'),
    'Ђурђеви Ступови': ('Manastir Đurđevi Stupovi', 'Manastiri Đurđevi Stupovi'),
}


def is_cyrillic(text):
    return any('\u0400' <= char <= '\u04ff' for char in text)


def to_latin(text):
    """Serbian Cyrillic in Serbian Latin: the digraphs take a second capital only inside capitals."""
    out = []
    for i, char in enumerate(text):
        low = char.lower()
        if low in DIGRAPHS:
            pair = DIGRAPHS[low]
            if char != low:
                follows = text[i + 1 : i + 2]
                pair = pair.upper() if follows.isalpha() and follows == follows.upper() else pair.capitalize()
            out.append(pair)
        elif low in LETTERS:
            out.append(LETTERS[low] if char == low else LETTERS[low].upper())
        else:
            out.append(char)
    return ''.join(out)


def pair_of(row):
    """(serbian, albanian) of a settlement: hand-made, else the table's columns; one known name stands for
    both."""
    name = row['name_osm']
    if name in HAND:
        return HAND[name]
    serbian, albanian = to_latin(row['name_sr'].strip()), row['name_sq'].strip()
    if is_cyrillic(name):
        serbian = to_latin(name)
    if set(serbian) & ALBANIAN_ONLY:
        serbian = ''
    if set(albanian) & SERBIAN_ONLY or is_cyrillic(albanian):
        albanian = ''
    if not serbian and not albanian:
        serbian = to_latin(name)
    return serbian or albanian, albanian or serbian


def river_pair(name):
    if name in RIVERS:
        return RIVERS[name]
    latin = to_latin(name)
    return latin, latin
