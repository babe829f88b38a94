import { anyOf } from "../text/word-list.js";

/** What pages about somebody else post: pictures, words and feats of theirs. */
export const FAN_CONTENT_ENTRIES = `
  pics, pictures, photos, photo, edits, lyrics, quotes, facts, theories, goals, highlights, interviews, clips, gifs, scenes, stats, records, behind the scenes, stills, throwbacks, outfits, looks, concerts, setlists, tour dates, tour news, fancams, moments, memes, news, updates, wallpapers, icons, polls,
  bilder, fotos, zitate, fakten, tore, dribblings, konzertbilder, konzerte, songtexte, termine, neuigkeiten, neues von, auftritte, plakate, choreos, infos, szenen, sprüche, rekorde,
  letras, frases, goles, jugadas, récords, resultados, conciertos, entrevistas, curiosidades, noticias, imágenes, videos, lances, gols, notícias, shows, fotos e vídeos, trechos,
  paroles, citations, buts, actualités, actu, actus, anecdotes, répliques, matchs,
  testi, citazioni, gol, foto, notizie, concerti, interviste, frasi, date del tour, curiosità, partite,
  doelpunten, songteksten, nieuws, foto's, wedstrijden, bramki, zdjęcia, newsy, cytaty, teksty, koncerty, ciekawostki, fotky, hlášky, képek, idézetek, poze, versuri, låttexter, mål, citat, billeder, citater, sitater, kuvat,
  fotoğraflar, fotoğrafları, sözler, sözleri, şarkı sözleri, şarkılarıyla, goller, haberler, фото, цитаты, тексты, песни, концерты, новости, голы, факты, записи, видео, фотографії, тексти, новини, цитати, пісні,
  φωτογραφίες, στίχοι, νέα, γκολ, ατάκες, lirik, kutipan, berita, ảnh, lời bài hát, tin tức, bàn thắng,
  صور, كلمات, تسجيلات, تسجيلات نادرة, أغاني, أهداف, أخبار, اقتباسات, תמונות, ציטוטים, שירים,
  写真, 画像, 歌詞, 名場面, 名言, ホームラン, ゴール集, 最新情報, 出演情報, 사진, 사진들, 소식, 가사, 짤, 움짤, 직캠, 照片, 圖片, 歌词, 語錄, 语录, 演唱會, 演唱会, 进球, 進球, 新聞, รูปภาพ, เนื้อเพลง,
  songs, song, tracklists, awards, charts, streams, photoshoots, red carpet, magazine covers, episodes, seasons, cast, characters, race results, wins, wyniki, sonuçlar, şarkılar, şarkıları, кадры, роли, фильмы, lieder, konzertfotos, folgen, staffeln, besetzung, siege, canciones, temporadas, elenco, músicas, chansons, épisodes, canzoni, liedjes, piosenki, låtar, sange, sanger, biisit, lagu, bài hát, אלבומים, שיר, 曲, プログラム, 名演技, 골, 노래, 앨범, 歌曲, 專輯, 比賽`;
export const FAN_CONTENT_WORDS = anyOf(FAN_CONTENT_ENTRIES);

/** Devotion to somebody: what nobody writes of themselves. */
export const DEVOTION_ENTRIES = `
  we love, we adore, we stan, obsessed, obsessed with, admirer, admirers, devoted to, dedicated to, supporting, we support, stan, stans, simp, in love with, remembering, in memory, in loving memory, rest in peace, rip, long live, forever, legend, legends, icon, icons, king, queen, goat, idol, bias, debut, comeback, era, eras, spoof, parody, parodies, fake, not real, not the real, impersonator, imitator, for the love of, lovers of, always with you, biggest, number one, noticed,
  wir lieben, wir drücken, die daumen, gedenken, in erinnerung, für immer, unvergessen, verehrer, legende, unterstützen, privat gesammelt, aus liebe zu, anhänger, nur liebe,
  amamos, apoyando, apoyamos, por siempre, eterno, eterna, leyenda, ídolo, ídola, en memoria, homenaje, seguidoras, admiradores, para siempre, adoramos, apoiando, homenagem, eternamente, lenda, em memória, saudades da, saudades do, rainha, rei,
  on aime, pour toujours, hommage, en mémoire, légende, idole, éternel, éternelle, on soutient, soutien, amiamo, per sempre, omaggio, in ricordo, leggenda, nel cuore, eterno amore,
  voor altijd, voor en door fans, door fans, ter nagedachtenis, na zawsze, kochamy, w pamięci, ku pamięci, uwielbiamy, navždy, örökké, szeretjük, pentru totdeauna, för alltid, for altid, vi elsker, vi älskar, ikuisesti,
  sonsuza dek, sevenleri, sevenler, seviyoruz, hayranları, hayran, anısına, efsane, навсегда, память, памяти, любим, легенда, поклонники, фанаты, кумир, назавжди, пам'яті, любимо, шанувальники,
  για πάντα, λατρεύουμε, θρύλος, selamanya, mendukung, pecinta, mengenang, mãi mãi, yêu sếp, ủng hộ, tưởng nhớ,
  عشاق, محبين, محبو, نعشق, إلى الأبد, ملكة, ذكرى, أسطورة, לנצח, אוהבים את, מעריצים, לזכר,
  推し, 推し活, 推しを, 推しの, 永遠, 大好きな, 追悼, 영원히, 최애, 덕질, 팬심, 모으는, 永遠的, 歌迷, 迷妹, 迷們, 應援, 应援, 追星, แฟนคลับ, รักเสมอ`;
export const DEVOTION_WORDS = anyOf(DEVOTION_ENTRIES);

/** Behind somebody's name: what pages about them are called. */
export const FAN_PAGE_NAME_ENTRIES = `
  daily, hq, world, worldwide, zone, nation, universe, legion, army, hive, facts, fact, quotes, pics, pictures, photos, fotos, forever, fanatics, admirer, admirers, obsessed, lovers, lover, central, clips, hub, vault, diary, moments, fan, fans, fandom, fp, fc, source, updates, update, news, infos, edits, edit, archive, archives, stan, stans, fake, real life of, parody, parodies, tribute, lyrics, memes, scenes, addicts, addict, fangemeinde, fanclub, fanseite, archiv, bilder, freunde, anhänger, infinito, infinita, eterno, eterna, noticias, notícias, apoyo, mania, manía, actu, actus, actualités, notizie, italia fan, sevenleri, hayranları, hayran, sayfası, haberleri, навсегда, фан, фаны, фанаты, фан-клуб, цитаты, новости, назавжди, фани, pecinta, sahabat, fanbase,
  まとめ, 速報, 応援, ファン, 推し, 画像, 名言集, bot, 사진첩, 팬, 응원, 소식, 갤러리, 아카이브, 저장소, 歌迷, 粉絲, 粉丝, 影迷, 球迷, 五迷, 後援, 应援, عشاق, محبي, محبين, معجبي, جمهور, أخبار, מעריצי, חובבי,
  fotoalbum, album, memories, passion, anısına, жив, crave, space, spam, moodboard, files, everything, only, love, fanzone, fanatic, land, base, diaries, 골모음, 모음, 연대기, 記錄, 紀錄`;
export const FAN_PAGE_NAME_WORDS = anyOf(FAN_PAGE_NAME_ENTRIES);
